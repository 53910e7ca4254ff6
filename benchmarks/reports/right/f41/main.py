from __future__ import annotations

import time

from feed.loader import DataLoader
from feed.source import SquareSource


def main() -> None:
    began = time.monotonic()
    with DataLoader(SquareSource(400), batch_size=8, workers=2, prefetch=4) as loader:
        seen = 0
        for batch in loader:
            seen += len(batch)
            if seen >= 40:
                break
    assert seen == 40
    with DataLoader(SquareSource(50), batch_size=8, workers=3) as loader:
        values = sorted(v for batch in loader for v in batch)
    assert values == [i * i for i in range(50)]
    assert time.monotonic() - began < 10
    print("ok")


if __name__ == "__main__":
    main()
