import sys
import tempfile
from pathlib import Path

from zstore.dataset import ArrayDataset
from zstore.packing import pack
from zstore.predict import predict


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        archive = pack(Path(folder) / "plate.zip", arrays=12, length=60_000)
        dataset = ArrayDataset(archive)
        print(f"{len(dataset)} arrays, {dataset.total_bytes()} bytes")
        results = predict(dataset, workers=4, rounds=4)
    failed = [r for r in results if r.error]
    for result in failed[:2]:
        print(result.name, result.error)
    print(f"{len(results) - len(failed)} good, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
