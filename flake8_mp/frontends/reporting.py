"""From what the engine finds to what people are shown: names, places, grades, fingerprints, the lines to be shown."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import blake2b

from flake8_mp.frontends.checking import decode, read
from flake8_mp.frontends.discovery import Found, shown
from flake8_mp.frontends.report import FileReport, Place, Report, Suggestion
from flake8_mp.frontends.run import Checked
from flake8_mp.rule import NON_RULES, Finding, Related, Span, rule_of
from flake8_mp.settings import START_METHODS


@cache
def name_and_severity(code: str) -> tuple[str, str]:
    """Return the name of what a code stands for, and how grave it is unless the user says otherwise."""
    rule = NON_RULES.get(code) or rule_of(code)
    return (rule.name, rule.severity) if rule is not None else ("", "error")


def file_report(checked: Checked, data: bytes | None = None) -> FileReport:
    """Make the report of one file. ``data`` is its content where it is not to be read again, as that of standard input.

    Raises nothing: of a file that has gone meanwhile there are no lines to show.
    """
    found = checked.found
    if not isinstance(found, Found) or not checked.answer.findings:
        return FileReport(found.shown, problem=checked.problem)
    texts, place = _lines(found, data)
    here = os.getcwd()
    made = [_report(found, finding, place, here) for finding in checked.answer.findings]
    others = _Others(here)
    return FileReport(found.shown, tuple(_with_fingerprints(made, texts)), checked.problem, texts, others)


Placing = Callable[[Span], Place]


def _lines(found: Found, data: bytes | None) -> tuple[Mapping[int | None, Sequence[str]], Placing]:
    """Return the lines of a file, and what turns a span of its text into the place that people look at."""

    def in_file(span: Span) -> Place:
        return Place(found.shown, None, span.line, span.column + 1, span.end_line, span.end_column + 1)

    try:
        content = read(found.path) if data is None else data
        if not found.path.endswith(".ipynb"):
            return {None: decode(content).split("\n")}, in_file
        from flake8_mp.frontends import notebook

        cells = notebook.read(content.decode("utf-8-sig"))
    except (OSError, ValueError, SyntaxError):
        return {}, in_file

    def in_cell(span: Span) -> Place:
        cell, line = cells.place(span.line)
        end_cell, end_line = cells.place(span.end_line)
        if end_cell != cell:
            end_cell, end_line = cell, line
        return Place(found.shown, cell, line, span.column + 1, end_line, span.end_column + 1)

    texts = _Cells(cells.lines)
    return texts, in_cell


class _Others:
    """The lines of other files, by the paths under which they are shown; each file is read once."""

    def __init__(self, here: str) -> None:
        self._here = here
        self._read: dict[str, Sequence[str]] = {}

    def __call__(self, path: str) -> Sequence[str]:
        if path not in self._read:
            try:
                self._read[path] = decode(read(os.path.join(self._here, path))).split("\n")
            except (OSError, ValueError, SyntaxError):
                self._read[path] = ()
        return self._read[path]


class _Cells(dict[int | None, Sequence[str]]):
    """The lines of a notebook's cells, each looked up when it is asked for."""

    def __init__(self, lines: Callable[[int], Sequence[str]]) -> None:
        super().__init__()
        self._lines = lines

    def __missing__(self, cell: int | None) -> Sequence[str]:
        if cell is None:
            raise KeyError(cell)
        try:
            self[cell] = self._lines(cell)
        except IndexError:
            raise KeyError(cell) from None
        return self[cell]


def _elsewhere(each: Related, here: str) -> Place:
    """Return the place in another file that a finding points to."""
    path = os.path.abspath(each.path)
    span = each.span
    return Place(shown(path, here), None, span.line, span.column + 1, span.end_line, span.end_column + 1)


def _report(found: Found, finding: Finding, place: Placing, here: str) -> Report:
    name, usual = name_and_severity(finding.code)
    return Report(
        finding.code,
        name,
        finding.message,
        () if finding.code in NON_RULES else tuple(method for method in START_METHODS if method in finding.methods),
        found.configuration.choices.severity_of(finding.code, usual),
        place(finding.span),
        tuple((_elsewhere(each, here) if each.path else place(each.span), each.words) for each in finding.related),
        fix=_suggestion(found, finding, place),
        no_fix=finding.no_fix,
    )


def _suggestion(found: Found, finding: Finding, place: Placing) -> Suggestion | None:
    fix = finding.fix
    if fix is None:
        return None
    edits = tuple((place(edit.span), edit.content) for edit in fix.edits)
    return Suggestion(fix.title, edits, fix.safe, fix.safe or found.configuration.choices.unsafe_fixes)


def _with_fingerprints(reports: Sequence[Report], texts: Mapping[int | None, Sequence[str]]) -> list[Report]:
    from dataclasses import replace

    seen: Counter[str] = Counter()
    marked = []
    for report in reports:
        try:
            line = " ".join(texts[report.place.cell][report.place.line - 1].split())
        except (KeyError, IndexError):
            line = ""
        same = f"{report.code}\0{line}"
        seen[same] += 1
        mark = _hash(f"{same}\0{seen[same]}")  # equal lines with equal findings are distinguished by their order
        path = report.place.path.replace(os.sep, "/")
        marked.append(replace(report, mark=mark, fingerprint=_hash(f"{path}\0{mark}")))
    return marked


def _hash(text: str) -> str:
    return blake2b(text.encode(errors="surrogateescape"), digest_size=16).hexdigest()
