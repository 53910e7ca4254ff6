from __future__ import annotations

from engine.query import Engine
from engine.tables import synthetic_rows


def main() -> None:
    engine = Engine(workers=2)
    try:
        engine.load("sales", synthetic_rows(3000))
        by_region = engine.total("sales", ["north", "south", "east", "west"])
    finally:
        engine.close()
    print("totals", by_region)


if __name__ == "__main__":
    main()
