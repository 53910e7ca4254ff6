"""Convert a folder of measurement files; run as a script from cron."""
import csv
import logging
import os
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

logging.basicConfig(level=logging.INFO, format="%(message)s")
log = logging.getLogger("convert")


@dataclass(frozen=True)
class Conversion:
    source: str
    rows: int
    total: float


def make_inputs(folder: Path, count: int) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        path = folder / f"m{number}.csv"
        with path.open("w", newline="") as fh:
            writer = csv.writer(fh)
            writer.writerows([i, i * 0.5 + number] for i in range(50))
        paths.append(path)
    return paths


def convert(path: Path) -> Conversion:
    with path.open(newline="") as fh:
        values = [float(row[1]) for row in csv.reader(fh)]
    return Conversion(path.name, len(values), sum(values))


def write_summary(conversions: list[Conversion], target: Path) -> None:
    with target.open("w", newline="") as fh:
        writer = csv.writer(fh)
        for item in conversions:
            writer.writerow([item.source, item.rows, item.total])


base = Path(tempfile.gettempdir()) / f"k15-{os.getuid()}"
sources = make_inputs(base, 6)
executor = ProcessPoolExecutor(max_workers=2)
results = list(executor.map(convert, sources))
executor.shutdown()
write_summary(results, base / "summary.csv")
log.info("converted %d files, %d rows", len(results), sum(r.rows for r in results))
