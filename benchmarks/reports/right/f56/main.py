from __future__ import annotations

import tempfile
from pathlib import Path

from audit.builder import build_report
from audit.models import Station


def main() -> None:
    stations = [Station(f"station-{i:02d}", 3000) for i in range(6)]
    with tempfile.TemporaryDirectory() as tmp:
        for strategy in ("locked", "parts", "parent"):
            target = Path(tmp) / f"{strategy}.csv"
            build_report(stations, target, jobs=3, strategy=strategy)
            rows = [line.split(",") for line in target.read_text().splitlines()]
            assert len(rows) == 18_000 and all(len(r) == 4 and r[3] == "ok" for r in rows), strategy
    print("rows", len(rows))


if __name__ == "__main__":
    main()
