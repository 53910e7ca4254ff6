"""Ensemble runner which chooses the start method once, tolerating hosts that chose before."""
from __future__ import annotations

import argparse
import multiprocessing as mp
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Member:
    ident: int
    forcing: float


class Console:
    def __init__(self) -> None:
        self._guard = None

    def line(self, text: str) -> None:
        if self._guard is None:
            self._guard = mp.Lock()
        with self._guard:
            print(text, flush=True)


def choose_start_method(wanted: str | None) -> str:
    if wanted is None:
        return mp.get_start_method()
    if mp.get_start_method(allow_none=True) is None:
        mp.set_start_method(wanted)
    else:
        try:
            mp.set_start_method(wanted)
        except RuntimeError:
            mp.set_start_method(wanted, force=True)
    return wanted


def integrate(member: Member) -> tuple[int, float]:
    t = 14.0
    for step in range(300):
        t += member.forcing * (15.0 - t) / (step + 10)
    return member.ident, round(t, 3)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--method", choices=mp.get_all_start_methods())
    args = parser.parse_args(argv)
    method = choose_start_method(args.method)
    console = Console()
    console.line(f"using {method}")
    with mp.Pool(2) as pool:
        results = pool.map(integrate, [Member(i, 0.2 + 0.1 * i) for i in range(5)])
    for ident, value in results:
        console.line(f"{ident}: {value}")
    assert [i for i, _ in results] == list(range(5))
    return 0


sys.exit(main()) if __name__ == "__main__" else None
