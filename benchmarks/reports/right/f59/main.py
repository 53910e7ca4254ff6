from __future__ import annotations

import time

from deco.jobs import area, slow, volume


def main() -> None:
    assert area(2, 3) == 6
    futures = [area.submit(n, n) for n in range(6)]
    assert [f.result() for f in futures] == [n * n for n in range(6)]
    assert volume.map([1, 2, 3]) == [1, 8, 27]
    began = time.monotonic()
    assert slow.submit(0.01).result() == 0.01
    assert time.monotonic() - began < 10
    print("ok")


if __name__ == "__main__":
    main()
