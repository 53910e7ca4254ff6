"""What is printed about collections and their differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from comparison import Refusal
from comparison.differences import KINDS, Comparison, Difference, compare
from comparison.results import FAILURES, Collection


def print_summary(collection: Collection) -> None:
    """Print what a collection holds, and what failed inside the engine."""
    print(f"{collection.revision}, Python {collection.python}")
    for name, tree in collection.trees.items():
        linted = [each for each in tree.files.values() if each is not None]
        findings = sum(len(each.findings) for each in linted)
        seconds = tree.sifting + sum(each.cpu for each in linted)
        part = "" if tree.whole else " (a part of the tree)"
        print(f"  {name}: {len(tree.files)} files{part}, {len(linted)} linted, {findings} findings, {seconds:.1f} s")
    seconds = sum(each.cpu for each in collection.files.values() if each)
    sifting = sum(tree.sifting for tree in collection.trees.values())
    print(f"processor time inside the engine: {seconds:.1f} s, and {sifting:.1f} s to tell which files matter")
    print_failures(collection)


def print_failures(collection: Collection) -> None:
    """Print each way in which the engine failed, and some of the files where it did."""
    files: dict[str, list[str]] = {}
    for file, linted in collection.files.items():
        for finding in linted.findings if linted else ():
            if finding.code in FAILURES:
                files.setdefault(f"{finding.code} {finding.message}", []).append(file)
    print(f"internal errors: {sum(map(len, files.values()))}")
    for message, where in files.items():
        print(f"  {message}: {_some(where)}")


def print_comparison(old: Collection, new: Collection, in_turn: bool = False) -> bool:
    """Print the differences and the costs; return whether there are no differences.

    ``in_turn`` says that both were collected together, so that their times can be compared.
    """
    if old.python != new.python:
        print(f"note: Python {old.python} parsed for the old side, {new.python} for the new one")
    result = compare(old, new)
    if not result.compared:
        raise Refusal("the two have no file in common with the same source: nothing can be said")
    for kind in KINDS:
        group = [each for each in result.differences if each.kind == kind]
        shown = [each for each in group if kind != "new" or each.shown.code not in FAILURES]
        if group:
            below = f", of them {len(group) - len(shown)} internal errors (see below)" if group != shown else ""
            print(f"\n{kind}: {len(group)}{below}")
            for each in sorted(shown, key=lambda each: (each.shown.code, each.file, each.shown.place.line)):
                print("\n".join(f"  {line}" for line in each.lines()))
    print_counts(result.differences)
    print_coverage(result, all(tree.whole for tree in new.trees.values()))
    print_costs(old, new, result.compared)
    if not in_turn:
        print("  (measured at different times, so the machine's load counts; `revisions` measures both in turn)")
    print_failures(new)
    kinds = Counter(each.kind for each in result.differences)
    counts = ", ".join(f"{kinds[kind]} {kind}" for kind in KINDS)
    print(f"{old.revision} and {new.revision}: {counts if result.differences else 'no difference'}")
    return not result.differences


def print_counts(found: Sequence[Difference]) -> None:
    """Print how many differences each code has."""
    counts = Counter((each.shown.code, each.kind) for each in found)
    print()
    for code in sorted({code for code, _ in counts}):
        print(f"  {code}: " + ", ".join(f"{counts[code, kind]} {kind}" for kind in KINDS if counts[code, kind]))


def print_coverage(result: Comparison, whole: bool) -> None:
    """Print how many files were compared, and which were not; ``whole`` says whether all were asked for."""
    print(f"compared: {len(result.compared)} files")
    if result.edited:
        print(f"not compared, since their source differs: {_some(result.edited)}")
    if result.only_old and whole:
        print(f"not compared, on the old side only: {_some(result.only_old)}")
    elif result.only_old:
        print(f"not compared: {len(result.only_old)} files, since a part was asked for")
    if result.only_new:
        print(f"not compared, on the new side only: {_some(result.only_new)}")


def _some(files: Sequence[str]) -> str:
    more = f" and {len(files) - 3} more" if len(files) > 3 else ""
    return f"{', '.join(files[:3])}{more}"


def print_costs(old: Collection, new: Collection, files: Iterable[str]) -> None:
    """Print the time of both sides for the files that were compared, and where it changed most."""
    before, after = old.files, new.files
    costs = {file: (was.cpu, now.cpu) for file in files if (was := before[file]) is not None and (now := after[file])}
    total, total_now = sum(cost[0] for cost in costs.values()), sum(cost[1] for cost in costs.values())
    ratio = f" ({total_now / total:.2f} times)" if total else ""
    print(f"processor time inside the engine: {total:.1f} s, now {total_now:.1f} s{ratio}; most changed:")
    for file, (first, then) in sorted(costs.items(), key=lambda item: -abs(item[1][1] - item[1][0]))[:5]:
        print(f"  {file}: {first:.2f} s, now {then:.2f} s")
