import multiprocessing
import sys
import tempfile
from pathlib import Path

from indexer.process import Indexer


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.txt").write_text("red green blue green")
        (folder / "b.txt").write_text("green")
        results = multiprocessing.Queue()
        indexers = [Indexer(path, results) for path in sorted(folder.glob("*.txt"))]
        for indexer in indexers:
            indexer.start()
        merged = {}
        for _ in indexers:
            for word, count in results.get(timeout=20).items():
                merged[word] = merged.get(word, 0) + count
        for indexer in indexers:
            indexer.join()
    print(merged["green"], sorted(merged))
    return 0


if __name__ == "__main__":
    sys.exit(main())
