from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from pathlib import Path

from importer.pool import map_files
from importer.reader import count_fields
from importer.settings import Settings


def make_sample(folder: Path) -> list[Path]:
    paths = []
    for i in range(3):
        path = folder / f"part{i}.csv"
        with path.open("w", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["id", "body"])
            writer.writerow([i, "x" * 200_000])
        paths.append(path)
    return paths


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--max-field", type=int, default=1_000_000)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args(argv)
    settings = Settings(max_field=args.max_field, jobs=args.jobs)
    settings.apply()
    with tempfile.TemporaryDirectory() as tmp:
        counts = map_files(count_fields, make_sample(Path(tmp)), settings)
    print("fields", sum(counts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
