"""Lines with several statements, which are split before one of these is fixed."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.draft import Draft
from flake8_mp.rule import Edit, Span

if TYPE_CHECKING:
    from flake8_mp.fixers.fixer import OneLine
    from flake8_mp.fixers.program import Program

_NOQA = re.compile(r"#\s*(?:noqa|flake8-mp:)", re.IGNORECASE)


def split(program: Program, one_line: OneLine) -> str:
    """Return the text of a program with the statements of one line on lines of their own; empty where that fails.

    A comment at the end of the line goes with the last of them. A line with ``# noqa`` stays, which is about all of it.
    """
    node = one_line.node
    if not isinstance(node, cst.SimpleStatementLine | cst.SimpleStatementSuite):
        return ""
    start, end = program.start(node.body[0]), program.end(node.body[-1])
    if _NOQA.search(program.text[end : program.line_end(end)]):
        return ""
    draft = Draft(program, "Split the line")
    outer = program.parent(node)
    if isinstance(node, cst.SimpleStatementSuite):
        if not isinstance(outer, cst.BaseCompoundStatement) or program.line_start(start) != program.line_start(
            program.start(outer)
        ):
            return ""
        indentation = program.indentation(outer) + program.unit
        colon = program.text.rindex(":", 0, start)
        draft.edit(colon + 1, start, "\n" + indentation)
    else:
        indentation = program.indentation(node)
    for one, other in pairwise(node.body):
        draft.edit(program.end(one), program.start(other), "\n" + indentation)
    rest = program.text[end : program.line_end(end)]
    if rest.lstrip().startswith(";"):
        draft.edit(end, end + rest.index(";") + 1, "")
    text = program.text
    for begin, stop, content in reversed(draft.edits):
        text = text[:begin] + content + text[stop:]
    return text


def edits_between(old: str, new: str) -> tuple[Edit, ...]:
    """Return edits that replace whole lines and make one text of another."""
    before, after = _lines(old), _lines(new)
    found = []
    for kind, first, last, start, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            end = (last + 1, 0) if last < len(before) or old.endswith("\n") else (last, len(before[-1]))
            begin = (first + 1, 0) if first < len(before) or old.endswith("\n") else end
            found.append(Edit(Span(*begin, *end), "".join(after[start:stop])))
    return tuple(found)


def _lines(text: str) -> list[str]:
    r"""Return the lines of a text with ``\n`` at their ends: that alone ends a line of Python."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
