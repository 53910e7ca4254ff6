"""The edits of one fix while it is written."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from flake8_mp.fixers.fixer import NoFix
from flake8_mp.fixers.program import leaves
from flake8_mp.rule import Edit, Fix, Span

if TYPE_CHECKING:
    import libcst as cst

    from flake8_mp.fixers.program import Program


class Draft:
    """Edits by offsets of the program's text; ``title`` says what they do, in the imperative."""

    def __init__(self, program: Program, title: str, *, safe: bool = True) -> None:
        self.program = program
        self.title = title
        self.safe = safe
        self._edits: list[tuple[int, int, str]] = []

    def edit(self, start: int, end: int, content: str) -> None:
        """Replace a stretch of the text."""
        if (start, end, content) not in self._edits:
            self._edits.append((start, end, content))

    def insert(self, at: int, content: str) -> None:
        """Insert something."""
        self.edit(at, at, content)

    def replace(self, node: cst.CSTNode, content: str) -> None:
        """Replace a node, its parentheses included."""
        self.edit(self.program.start(node), self.program.end(node), content)

    def define(self, statement: cst.BaseStatement, code: str) -> None:
        """Insert a definition of the module above a statement of it, with two blank lines on either side."""
        at = self.program.beginning(statement)
        text = self.program.text[:at]
        missing = 0 if not text.strip() else 2 - (len(text) - len(text.rstrip("\n")) - 1)
        self.insert(at, "\n" * max(missing, 0) + code.rstrip("\n") + "\n\n\n")

    def before(self, statement: cst.BaseStatement, code: str) -> None:
        """Insert lines before a statement, below the comments that stand above it; they are indented like it."""
        program = self.program
        self.insert(program.first_line(statement), indented(code, program.indentation(statement)) + "\n")

    def after(self, statement: cst.BaseStatement, code: str) -> None:
        """Insert lines behind a statement; they are indented like it.

        Raises :class:`NoFix` where they would never run.
        """
        program = self.program
        if leaves(statement):
            raise NoFix("nothing behind it in its block runs")
        at = program.ending(statement)
        lines = indented(code, program.indentation(statement))
        self.insert(at, lines + "\n" if program.text[:at].endswith("\n") else "\n" + lines)

    def remove(self, statement: cst.BaseStatement, *, comments: bool = True) -> str:
        """Take a statement out, with the comments right above it; return its lines without their indentation."""
        program = self.program
        start = program.beginning(statement) if comments else program.first_line(statement)
        end = program.ending(statement)
        lines = self.lines(start, end, program.indentation(statement))
        self.edit(start, self._without_gap(start, end), "")
        return lines

    def _without_gap(self, start: int, end: int) -> int:
        """Return where a stretch ends with blank lines behind it, so that the larger of the gaps around it stays."""
        text = self.program.text
        before = text[:start]
        opens = not before.strip() or before.rstrip(" \t").endswith(":\n")
        spare = len(text) if opens else len(before) - len(before.rstrip("\n")) - 1
        while spare > 0 and end < len(text) and not text[end : self.program.line_end(end)].strip():
            end, spare = self.program.line_end(end), spare - 1
        return end

    def lines(self, start: int, end: int, indentation: str) -> str:
        """Return lines of the program with an indentation taken away. Raises :class:`NoFix` where one has less."""
        program = self.program
        first, _ = program.place(start)
        found = []
        for number, line in enumerate(program.text[start:end].rstrip("\n").split("\n"), first):
            if number in program.inside_strings or not line.strip():
                found.append(line)
            elif line.startswith(indentation):
                found.append(line[len(indentation) :])
            elif line.lstrip().startswith("#"):
                found.append(line.lstrip())
            else:
                raise NoFix("its lines are indented irregularly")
        return "\n".join(found)

    def indent(self, start: int, end: int, by: str | None = None) -> None:
        """Indent the lines of a stretch, but those that begin inside of a string or are blank."""
        program = self.program
        number, _ = program.place(start)
        at = program.line_start(start)
        while at < end:
            line = program.text[at : program.line_end(at)]
            if line.strip() and number not in program.inside_strings:
                self.insert(at, program.unit if by is None else by)
            at, number = program.line_end(at), number + 1

    @property
    def edits(self) -> list[tuple[int, int, str]]:
        """The edits in the order of their places. Raises :class:`NoFix` where they overlap."""
        gone = [(start, end) for start, end, content in self._edits if start < end and not content]
        kept = [edit for edit in self._edits if not _is_indentation(edit) or not _inside(edit[0], gone)]
        found = sorted(kept, key=lambda edit: (edit[0], edit[1]))
        for (_, end, _), (following, _, _) in pairwise(found):
            if following < end:
                raise NoFix("its changes overlap")
        return found

    def fix(self) -> Fix:
        """Return the fix that this has become. Raises :class:`NoFix` where nothing would change."""
        program = self.program
        edits = [edit for edit in self.edits if program.text[edit[0] : edit[1]] != edit[2]]
        if not edits:
            raise NoFix("there is nothing to change")
        spans = [Span(*program.place(start), *program.place(end)) for start, end, _ in edits]
        contents = (content for _, _, content in edits)
        return Fix(self.title, tuple(map(Edit, spans, contents)), self.safe)


def _is_indentation(edit: tuple[int, int, str]) -> bool:
    return edit[0] == edit[1] and edit[2].isspace() and "\n" not in edit[2]


def _inside(offset: int, stretches: Sequence[tuple[int, int]]) -> bool:
    """Return whether a line that begins there is taken out."""
    return any(start <= offset < end for start, end in stretches)


def indented(code: str, indentation: str) -> str:
    """Return lines with something before each that is not blank."""
    return textwrap.indent(code, indentation) if indentation else code


def listed(names: Sequence[str]) -> str:
    """Return names as they stand between parentheses."""
    return ", ".join(names)
