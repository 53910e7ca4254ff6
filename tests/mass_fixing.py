"""Fix many files in memory and hold each change against what a change must not do; ``python -m tests.mass_fixing PATHS``.

For every fix that is offered, applied alone: the text parses, and each statement of the module that no edit touches has
the same syntax tree as before. For all fixes together: the text parses, and fixing it again changes nothing.
"""

from __future__ import annotations

import ast
import sys
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from flake8_mp.engine import lint, matters
from flake8_mp.frontends.checking import decode
from flake8_mp.frontends.fix_policy import Policy
from flake8_mp.frontends.fixing import apply_fixes, changed, offer
from flake8_mp.rule import Edit, Fix
from tests.conftest import EVERYTHING

ALL = Policy(unsafe=True)


def faults(text: str, path: str, count: Counter[str]) -> Iterator[str]:
    """Yield what is wrong with the fixes of one file; ``count`` gets how many findings and fixes there were."""
    findings = offer(text, path, EVERYTHING, lint(text, path, EVERYTHING), ALL)
    count["files"] += 1
    count["findings"] += len(findings)
    for finding in findings:
        if "the fixer failed" in finding.no_fix:
            yield f"{finding.code}: {finding.no_fix}"
        if finding.fix is not None:
            count["fixes"] += 1
            yield from (f"{finding.code}: {fault}" for fault in _alone(text, finding.fix))
    fixed = apply_fixes(text, path, EVERYTHING, ALL)
    count["applied"] += fixed.applied.total()
    try:
        ast.parse(fixed.text)
    except SyntaxError as error:
        yield f"does not parse: {error}"
    if apply_fixes(fixed.text, path, EVERYTHING, ALL).text != fixed.text:
        yield "is fixed once more"


def _alone(text: str, fix: Fix) -> Iterator[str]:
    new = changed(text, fix.edits)
    try:
        after = Counter(map(ast.dump, ast.parse(new).body))
    except SyntaxError as error:
        yield f"does not parse: {error}"
        return
    touched = [_touched(edit) for edit in fix.edits]
    for statement in ast.parse(text).body:
        first = min([statement.lineno, *(each.lineno for each in getattr(statement, "decorator_list", []))])
        last = statement.end_lineno or first
        if any(start <= last and end >= first for start, end in touched):
            continue
        if not after[ast.dump(statement)]:
            yield f"line {first} is another statement now, which no edit touches"


def _touched(edit: Edit) -> tuple[int, int]:
    """Return the first and the last line that an edit may change: what begins a line may belong to the one before."""
    span = edit.span
    if span.column == 0 and span.end_column == 0:
        return span.line - 1, max(span.line, span.end_line - 1)
    return span.line, span.end_line


def sources(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield path and text of the files below some folders that may have findings."""
    for root in paths:
        for path in sorted(root.rglob("*.py")) if root.is_dir() else [root]:
            try:
                text = decode(path.read_bytes())
                if not matters(text, str(path)):
                    continue
                ast.parse(text)
            except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):
                continue
            yield str(path), text


def main(arguments: list[str]) -> int:
    """Fix what lies below the paths, print the faults and the figures, and return 1 where there are faults."""
    warnings.simplefilter("ignore")
    count: Counter[str] = Counter()
    wrong = 0
    for path, text in sources(map(Path, arguments)):
        for fault in faults(text, path, count):
            wrong += 1
            print(f"{path}: {fault}", flush=True)
    print(f"{', '.join(f'{number} {word}' for word, number in count.items())}, {wrong} faults")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
