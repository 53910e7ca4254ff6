"""``full``: each finding with its source, as ruff and rustc show it, and what was seen when such programs were run."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.frontends.formats import Format, Run
from flake8_mp.frontends.formats._docs import docs
from flake8_mp.frontends.formats._seen import seen
from flake8_mp.frontends.formats._snippet import PRIMARY, Row, draw, snippets
from flake8_mp.frontends.formats._text import SEVERITY_COLORS, linked, location, page_url, paint
from flake8_mp.frontends.report import FileReport, Report
from flake8_mp.settings import START_METHODS
from flake8_mp.terminal import visible

_UNBOUNDED = 160
"""Columns of source where there is no terminal: log files have room, but not for generated code."""
_PROSE = 100
"""Columns of the notes where there is no terminal."""
_NARROWEST = 40
"""Columns that are used however narrow the terminal is: less shows nothing."""
_SHORTEST = 30
"""Columns of the notes however narrow the terminal is: no command is broken."""

_QUIET = "34"


class Full(Format):
    """A block for each finding; what holds for its whole rule is shown with the first one of each code."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._explained: set[str] = set()

    def file(self, report: FileReport) -> str:
        """Return a block and an empty line for each finding."""
        return "".join(f"{line}\n" for found in report.reports for line in (*self._block(found, report), ""))

    def _block(self, report: Report, file: FileReport) -> Iterator[str]:
        color = SEVERITY_COLORS.get(report.severity, "31")
        name = f" [{report.name}]" if report.name else ""
        mark = " [*]" if report.fix is not None and report.fix.applies else ""
        head = linked(self.run, self._paint(visible(f"{report.code}{name}{mark}"), "1"), report.code, report.name)
        yield f"{head} {self._paint(f'{report.severity}:', f'1;{color}')} {self._paint(visible(report.message), '1')}"
        drawn = snippets(report, file)
        digits = max((len(str(max(snippet.lines))) for snippet in drawn if snippet.lines), default=1)
        limit = max(self.run.width, _NARROWEST) - digits - len(" | ") if self.run.width else _UNBOUNDED
        edge = self._paint(f"{'':{digits}} |", _QUIET)
        for number, snippet in enumerate(drawn):
            if number and drawn[number - 1].lines:
                yield edge
            arrow = self._paint(f"{'':{digits}}{':::' if number else '-->'}", _QUIET)
            yield f"{arrow} {location(snippet.place)}{f': {snippet.words}' if snippet.words else ''}"
            if snippet.lines:
                yield edge
                yield from (self._row(row, digits, color) for row in draw(snippet, file.lines(snippet.place), limit))
        if drawn[-1].lines:
            yield edge
        for label, text in self._notes(report):
            yield from self._note(label, text, digits)

    def _row(self, row: Row, digits: int, color: str) -> str:
        if row.number == "...":
            return self._paint("...", _QUIET)
        text, end = "", 0
        for start, stop, sign in row.marks:
            paint = f"1;{color}" if sign == PRIMARY else _QUIET
            text += row.text[end:start] + self._paint(row.text[start:stop], paint)
            end = stop
        gutter = self._paint(f"{row.number:>{digits}} |", _QUIET)
        return f"{gutter} {text}{row.text[end:]}" if row.text else gutter

    def _notes(self, report: Report) -> Iterator[tuple[str, str]]:
        opinion = report.code.startswith("MP9")  # which says of nothing that it breaks
        if report.methods and not opinion:
            every = set(report.methods) == set(START_METHODS)
            yield "breaks under", "every start method" if every else ", ".join(report.methods)
        if report.code not in self._explained:
            self._explained.add(report.code)
            about = docs(report.code)
            if about is not None and not opinion and (what := seen(about.stem, report.methods, self.run.python)):
                yield "examples", what
            if about is not None and about.instead:
                yield "instead", about.instead
        if report.fix is not None:
            option = "" if report.fix.applies else " (with --unsafe-fixes)"
            yield "fix", f"{visible(report.fix.title)}{option}"
        elif report.no_fix:
            yield "no fix", visible(report.no_fix)
        url = "" if self.run.links else page_url(self.run, report.code, report.name)
        yield "more", f"flake8-mp explain {report.code}{f', {url}' if url else ''}"

    def _note(self, label: str, text: str, digits: int) -> Iterator[str]:
        from textwrap import wrap

        before = f"{'':{digits + 1}}= {label}: "
        columns = max((self.run.width or _PROSE) - len(before), _SHORTEST)
        first, *rest = wrap(text, columns, break_long_words=False, break_on_hyphens=False) or [""]
        sign = self._paint(f"{'':{digits + 1}}=", _QUIET)
        yield f"{sign} {self._paint(f'{label}:', '1')} {first}"
        yield from (f"{'':{len(before)}}{line}" for line in rest)

    def _paint(self, text: str, codes: str) -> str:
        return paint(self.run, text, codes)
