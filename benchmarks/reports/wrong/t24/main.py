import argparse
import sys

from timeline.engine import ExtractionEngine
from timeline.storage import Storage


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sources", type=int, default=6)
    parser.add_argument("--entries", type=int, default=3000)
    args = parser.parse_args()
    storage = Storage()
    engine = ExtractionEngine(storage, workers=args.workers)
    engine.process_sources([f"image{n}.dd" for n in range(args.sources)], args.entries)
    print(f"{len(storage)} events, first {storage.first()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
