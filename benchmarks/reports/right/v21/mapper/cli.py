from __future__ import annotations

import argparse

from . import parallel_map


def repeat(text: str, times: int = 1) -> str:
    return text * times


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("words", nargs="*", default=["ab", "cd"])
    parser.add_argument("--times", type=int, default=2)
    args = parser.parse_args(argv)
    print(parallel_map(repeat, args.words, times=args.times))
    return 0
