"""Ensemble runner: several members of a toy climate model are integrated in parallel."""
from __future__ import annotations

import argparse
import multiprocessing as mp
import sys
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Member:
    ident: int
    forcing: float
    steps: int


class Console:
    """Serialises progress lines of all members."""

    _guard: ClassVar = mp.Lock()

    @classmethod
    def line(cls, text: str) -> None:
        with cls._guard:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()


class EnsembleRunner:
    def __init__(self, members: list[Member], processes: int) -> None:
        self.members = members
        self.processes = processes

    @staticmethod
    def integrate(member: Member) -> tuple[int, float]:
        temperature = 14.0
        for step in range(member.steps):
            temperature += member.forcing * (15.0 - temperature) / (step + 10)
        return member.ident, round(temperature, 3)

    def run(self) -> dict[int, float]:
        with mp.Pool(self.processes) as pool:
            results = pool.map(self.integrate, self.members)
        for ident, value in results:
            Console.line(f"member {ident}: {value}")
        return dict(results)


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=6)
    parser.add_argument("--steps", type=int, default=500)
    parser.add_argument("--method", choices=mp.get_all_start_methods(), default="spawn")
    return parser


def main(argv: list[str] | None = None) -> int:
    args = build_parser().parse_args(argv)
    mp.set_start_method(args.method)
    members = [Member(i, 0.2 + 0.05 * i, args.steps) for i in range(args.members)]
    results = EnsembleRunner(members, processes=2).run()
    Console.line(f"mean {sum(results.values()) / len(results):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
