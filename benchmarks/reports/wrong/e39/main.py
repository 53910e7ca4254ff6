from __future__ import annotations

import tempfile
from pathlib import Path

from report.builder import build_report
from report.models import Station


def main() -> None:
    stations = [Station(f"station-{i:02d}", 12_000) for i in range(6)]
    with tempfile.TemporaryDirectory() as tmp:
        target = Path(tmp) / "report.csv"
        build_report(stations, target, jobs=3)
        rows = [line.split(",") for line in target.read_text().splitlines()[1:]]
    good = [r for r in rows if len(r) == 4 and r[3] == "ok"]
    print("rows", len(rows), "well-formed", len(good), "expected", 72_000)


if __name__ == "__main__":
    main()
