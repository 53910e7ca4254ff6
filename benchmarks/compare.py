"""Prove that a change of the engine is neutral, or show what it changes: the findings of two revisions, compared.

``compare.py check BASELINE.json`` lints the trees of a baseline with the code of this checkout and prints each finding
that vanished, is new, or changed. ``collect`` makes a baseline, ``diff`` compares two of them, ``revisions`` lints with
two revisions in turn, which also makes a fair comparison of their cost, and ``fetch`` downloads the packages of
``corpus.txt``.

It uses the engine's door only (``engine.lint``, ``engine.matters``, ``Settings`` and the attributes of ``Finding``), so
that both sides of a rebuilding can be asked. All rules are on. The code is copied before it is used: whoever goes on
editing meanwhile disturbs nothing. Nothing that is linted is run.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from comparison import Refusal
from comparison.choice import trees_named, trees_of
from comparison.corpus import fetch_all
from comparison.linting import ROOT, code_of, collect
from comparison.report import print_comparison, print_summary
from comparison.results import Collection, Tree


def count(text: str) -> int:
    """Read a number of processes. Raises :class:`ValueError` where it is none, or less than one."""
    if (number := int(text)) < 1:
        raise ValueError(text)
    return number


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    made = {
        name: commands.add_parser(name, help=words, description=words)
        for name, words in {
            "check": "compare what this checkout finds with a file that collect wrote",
            "collect": "write what a revision finds in trees to a file",
            "revisions": "lint with two revisions in turn, and compare",
            "diff": "compare two files that collect wrote",
            "fetch": "download and unpack the packages of corpus.txt",
        }.items()
    }
    made["fetch"].add_argument("folder", type=Path)
    made["check"].add_argument("baseline", type=Path)
    for side in ("old", "new"):
        made["diff"].add_argument(side, type=Path)
        made["revisions"].add_argument(side, help="a revision, or the folder of a checkout")
    for name in ("check", "collect"):
        made[name].add_argument(
            "--code",
            default=str(ROOT),
            help="the folder of a checkout, or a revision of this one (Default: this checkout)",
        )
        made[name].add_argument("--out", type=Path, required=name == "collect", help="the file to write")
    for name in ("collect", "revisions"):
        made[name].add_argument(
            "trees", nargs="*", metavar="[NAME=]FOLDER", help="(Default: the fixtures and the standard library)"
        )
        made[name].add_argument("--corpus", type=Path, help="the folder that fetch has filled")
        made[name].add_argument(
            "--like", dest="baseline", type=Path, metavar="BASELINE", help="the trees of this file, and no others"
        )
    for name in ("check", "collect", "revisions"):
        made[name].add_argument("--quick", action="store_true", help="a part of the baseline's files, see --seconds")
        made[name].add_argument(
            "--seconds", type=float, default=30, help="processor time of --quick (Default: %(default)s)"
        )
        made[name].add_argument("--jobs", type=count, default=2, help="processes (Default: %(default)s)")
    return parser.parse_args()


def trees_wanted(options: argparse.Namespace, baseline: Collection | None) -> dict[str, Tree]:
    """Return the trees to be linted. Raises :class:`Refusal` where the options contradict each other."""
    if baseline is not None:
        if options.command != "check" and (options.trees or options.corpus):
            raise Refusal("--like takes its trees from the baseline: name no others")
        return trees_of(baseline, options.seconds if options.quick else None)
    if options.quick:
        raise Refusal("--quick chooses among the files of a baseline: use --like")
    return trees_named(options.trees, options.corpus)


def collected(codes: Sequence[str], trees: Mapping[str, Tree], jobs: int) -> list[Collection]:
    """Collect with the code of each of these checkouts or revisions."""
    with ExitStack() as stack:
        return collect([stack.enter_context(code_of(code)) for code in codes], trees, jobs)


def run(options: argparse.Namespace) -> bool:
    """Carry out the command; return whether all is well."""
    if options.command == "fetch":
        return fetch_all(options.folder)
    if options.command == "diff":
        return print_comparison(Collection.load(options.old), Collection.load(options.new))
    baseline = Collection.load(options.baseline) if options.baseline else None
    trees = trees_wanted(options, baseline)
    if options.command == "revisions":
        old, new = collected([options.old, options.new], trees, options.jobs)
        return print_comparison(old, new, in_turn=True)
    if options.out and not options.out.absolute().parent.is_dir():
        raise Refusal(f"{options.out}: cannot be written: its folder is not there")
    (new,) = collected([options.code], trees, options.jobs)
    if options.out:
        new.save(options.out)
    if options.command == "check" and baseline is not None:
        return print_comparison(baseline, new)
    print_summary(new)
    return True


def main() -> int:
    """Return 0 where nothing differs, 1 where something does or is missing, 2 where the input cannot be used."""
    try:
        return 0 if run(arguments()) else 1
    except Refusal as refusal:
        print(f"compare.py: {refusal}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
