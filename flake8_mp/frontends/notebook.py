"""Jupyter notebooks: their code as one Python text, and every line of it back to its cell.

The format is nbformat's (https://nbformat.readthedocs.io/en/latest/format_description.html). What is no Python in a
cell is what IPython makes Python of before it compiles it (``IPython/core/inputtransformer2.py``): magics, commands
of the shell, questions for help. Such lines are replaced so that every other line, and every column in it, stays.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

IN_THIS_PROCESS = frozenset(
    {"capture", "debug", "ipytest", "memit", "prun", "pyinstrument", "snakeviz", "time", "timeit"}
)
"""Cell magics that run their body as Python in the notebook's own process; others stand for what is none of it."""
_TIMES = frozenset({"memit", "prun", "time", "timeit"})
"""Line magics that run the rest of their line as Python."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_CELL_MAGIC = re.compile(r"%%(\w+)")
_TIMED = re.compile(rf"%(?P<name>{'|'.join(sorted(_TIMES))})(?P<options>(?:\s+-[a-zA-Z]+(?:\s*\d+)?)*)(?=\s)")
_ASSIGNED = re.compile(r"\s*(?:(?P<magic>%)\s*[A-Za-z_]|!)")
_ESCAPES = ("%", "!", "?", "/", ",", ";")
"""What starts a line that IPython reads for itself (``ESCAPE_SINGLES``)."""
_WORDS = re.compile(
    r"(?:alias|cat|cd|clear|conda|cp|env|load_ext|ls|mamba|matplotlib|micromamba|mkdir|mv|pip|pwd|reload_ext|rm|run"
    r"|time|timeit|uv|who|whos)\b"
)
"""Magics that IPython knows without their ``%`` where they are all of a cell (``%automagic``)."""
_STRING = re.compile(r"'''|\"\"\"|'|\"")
_TRUE = "if 1:"
"""It takes the place of the five characters of ``%time``: what follows on the line keeps its columns."""


class NotebookError(ValueError):
    """A text is no notebook that can be read; the text is one line and names the cause."""


@dataclass(frozen=True)
class Problem:
    """A cell that is no Python, whatever IPython makes of it, and that the source therefore lacks."""

    cell: int
    line: int
    """Within the cell, from 1."""
    cause: str

    def __str__(self) -> str:
        return f"cell {self.cell}: {self.cause}"


@dataclass(frozen=True)
class Notebook:
    """A notebook's code as one Python text; cells and lines count from 1, and cells of every type count."""

    source: str
    """All code cells in their order, each line ended by a newline; empty where the language is another one."""
    problems: tuple[Problem, ...]
    """Cells that do not parse. The source is not all of the program then: what it lacks may be what fixes it."""
    _text: str = field(repr=False)
    _document: dict[str, Any] = field(repr=False)
    _cells: tuple[dict[str, Any], ...] = field(repr=False)
    _places: tuple[tuple[int, int], ...] = field(repr=False)
    """By the line of the source, from 0: cell and line."""

    def place(self, line: int) -> tuple[int, int]:
        """Return cell and line within it of a line of the source; of one beyond its end, those of the last."""
        if not self._places:
            return 1, 1
        return self._places[min(max(line, 1), len(self._places)) - 1]

    @property
    def length(self) -> int:
        """How many lines the source has."""
        return len(self._places)

    @property
    def count(self) -> int:
        """How many cells there are, of every type."""
        return len(self._cells)

    def lines(self, cell: int) -> list[str]:
        """Return the lines of a cell as they stand in the notebook, without their ends.

        Raises IndexError for a cell that is not there.
        """
        if cell < 1:
            raise IndexError(cell)
        return _LINE_END.split(_text_of(self._cells[cell - 1]))

    def with_lines(self, changes: Mapping[tuple[int, int], str]) -> str | None:
        """Return the notebook's text with something added at the end of some lines, each given by cell and line.

        None where the text is not the one that nbformat writes (``nbformat/v4/nbjson.py``: indented by 1, characters
        beyond ASCII as they are): then nobody could see the change among all the others. Raises IndexError for a
        place that is not there.
        """
        if not self._as_jupyter:
            return None
        document = deepcopy(self._document)
        cells = _cells_of(document)
        for (cell, line), added in changes.items():
            lines = self.lines(cell)
            if not 1 <= line <= len(lines):
                raise IndexError((cell, line))
            _append(cells[cell - 1], line, added)
        return self._written(document)

    def with_cells(self, changes: Mapping[int, str]) -> str | None:
        """Return the notebook's text with the sources of some cells replaced; None as in :meth:`with_lines`."""
        if not self._as_jupyter:
            return None
        document = deepcopy(self._document)
        cells = _cells_of(document)
        for cell, text in changes.items():
            key = _key(cells[cell - 1])
            cells[cell - 1][key] = text if isinstance(cells[cell - 1][key], str) else text.splitlines(keepends=True)
        return self._written(document)

    @property
    def _as_jupyter(self) -> bool:
        """Whether the text is the one that nbformat writes."""
        try:
            return self._written(self._document) == self._text
        except RecursionError:
            return False

    def _written(self, document: dict[str, Any]) -> str:
        return json.dumps(document, indent=1, ensure_ascii=False) + ("\n" if self._text.endswith("\n") else "")


def read(text: str) -> Notebook:
    """Read the text of an ``.ipynb`` file, of version 3 of the format or later.

    Raises :class:`NotebookError` where it is none.
    """
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise NotebookError(f"line {error.lineno}: not valid JSON ({error.msg})") from None
    except (ValueError, RecursionError) as error:
        raise NotebookError(f"not JSON that can be read ({' '.join(str(error).split())})") from None
    if not isinstance(document, dict):
        raise NotebookError("not a notebook (its JSON is not an object)")
    version = document.get("nbformat")
    if not isinstance(version, int) or isinstance(version, bool):
        raise NotebookError("not a notebook (it has no nbformat)")
    if version < 3:
        raise NotebookError(f"a notebook of nbformat {version}, which is too old")
    cells = _cells_of(document)
    lines: list[str] = []
    places: list[tuple[int, int]] = []
    problems: list[Problem] = []
    for number, cell in enumerate(cells, 1):
        if not (_is_python(document, cell) and cell.get("cell_type") == "code"):
            continue
        try:
            found = list(_python(_LINE_END.split(_text_of(cell))))
        except _NoPython as error:
            problems.append(Problem(number, error.line, error.cause))
            continue
        lines += (line for _, line in found)
        places += ((number, line) for line, _ in found)
    source = "".join(line + "\n" for line in lines)
    return Notebook(source, tuple(problems), text, document, tuple(cells), tuple(places))


def _cells_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the cells; of version 3 those of all worksheets, in which an upgrade puts them one after the other.

    Raises :class:`NotebookError` where they are none.
    """
    found = document.get("cells")
    if found is None and isinstance(document.get("worksheets"), list):
        sheets = [sheet.get("cells") if isinstance(sheet, dict) else None for sheet in document["worksheets"]]
        found = [cell for sheet in sheets for cell in (sheet if isinstance(sheet, list) else [sheet])]
    if not isinstance(found, list):
        raise NotebookError("not a notebook (it has no cells)")
    for number, cell in enumerate(found, 1):
        if not isinstance(cell, dict):
            raise NotebookError(f"not a notebook (cell {number} is not an object)")
        source = cell.get(_key(cell), "")
        if not isinstance(source, str) and not (
            isinstance(source, list) and all(isinstance(line, str) for line in source)
        ):
            raise NotebookError(f"not a notebook (the source of cell {number} is not a string)")
    return found


def _key(cell: dict[str, Any]) -> str:
    """Return under which key a cell has its text: until version 3 code has another one."""
    return "input" if "source" not in cell and "input" in cell else "source"


def _text_of(cell: dict[str, Any]) -> str:
    source = cell.get(_key(cell), "")
    return source if isinstance(source, str) else "".join(source)


def _append(cell: dict[str, Any], line: int, added: str) -> None:
    """Add a text to the end of a line of a cell, whose source stays a string or a list of them."""
    key = _key(cell)
    source = cell.get(key, "")
    parts = [source] if isinstance(source, str) else list(source)
    text = "".join(parts)
    ends = [match.start() for match in _LINE_END.finditer(text)]
    at = ends[line - 1] if line <= len(ends) else len(text)
    start = 0
    for index, part in enumerate(parts):
        # The part that holds the character before: a line's end belongs to its line.
        if start + len(part) > at or index == len(parts) - 1:
            parts[index] = part[: at - start] + added + part[at - start :]
            break
        start += len(part)
    if not parts:
        parts = [added]
    cell[key] = parts[0] if isinstance(source, str) else parts


def _is_python(document: dict[str, Any], cell: dict[str, Any]) -> bool:
    """Return whether a cell is Python: its own language first, then that of the notebook; Python by default."""

    def at(outer: object, *keys: str) -> object:
        for key in keys:
            outer = outer.get(key) if isinstance(outer, dict) else None
        return outer

    stated = (
        at(cell, "metadata", "vscode", "languageId"),
        at(cell, "language"),
        at(document, "metadata", "language_info", "name"),
        at(document, "metadata", "kernelspec", "language"),
    )
    language = next((word for word in stated if isinstance(word, str) and word), "python")
    return language.lower() in ("python", "ipython")


# -- what IPython reads -----------------------------------------------------------------------------------------------


class _NoPython(Exception):
    """A cell does not parse."""

    def __init__(self, line: int, cause: str) -> None:
        super().__init__(line, cause)
        self.line = line
        self.cause = cause


def _error(lines: list[str]) -> _NoPython | None:
    """Return why lines do not parse, or None where they do."""
    try:
        ast.parse("".join(line + "\n" for line in lines))
    except SyntaxError as error:
        return _NoPython(min(error.lineno or 1, len(lines)), " ".join(error.msg.split()))
    except (ValueError, RecursionError, MemoryError) as error:
        return _NoPython(1, " ".join(str(error).split()) or type(error).__name__)
    return None


def _python(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a cell as Python, with their numbers in the cell.

    Raises :class:`_NoPython` where that cannot be done.
    """
    if _error(lines) is None:
        yield from enumerate(lines, 1)
        return
    transformed = _transformed(lines)
    error = _error(transformed)
    if error is not None and transformed[_first(transformed)][:1] in (" ", "\t"):
        # IPython takes the indentation of the first line from all of them (``leading_indent``).
        if _error([_TRUE, *transformed]) is None:
            error = None
            yield 1, _TRUE
    if error is not None:
        raise error
    yield from enumerate(transformed, 1)


def _first(lines: list[str]) -> int:
    """Return the index of the first line with something in it but a comment, 0 where there is none."""
    return next((i for i, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), 0)


def _transformed(lines: list[str]) -> list[str]:
    """Return the lines with what is IPython's replaced."""
    first = _first(lines)
    found = list(lines)
    magic = _CELL_MAGIC.match(lines[first])
    if magic is not None:
        if magic[1] not in IN_THIS_PROCESS:
            return [""] * len(lines)
        # What follows a `%%timeit` prepares; what follows others are options.
        setup = _timed(lines[first][1:], "") if magic[1] == "timeit" else None
        found[first] = f" {setup}".replace(f" {_TRUE}", f"{_TRUE} ", 1) if setup else ""
    elif len([line for line in lines if line.strip()]) == 1 and _WORDS.match(lines[first]):
        return [""] * len(lines)
    scanner = _Scanner()
    index = 0
    while index < len(found):
        text = found[index]
        if not scanner.inside and _is_escaped(text):
            end = index
            while found[end].endswith("\\") and end + 1 < len(found):
                end += 1
            found[index : end + 1] = _replaced(found[index : end + 1])
            index = end + 1
            continue
        begins = not scanner.inside
        assigned = scanner.scan(text)
        if assigned is not None:
            end = index
            while found[end].endswith("\\") and end + 1 < len(found):
                end += 1
            found[index : end + 1] = _assigned(found[index : end + 1], assigned)
            index = end
        elif begins and scanner.asks:
            found[index] = _indentation(text) + "pass"
        index += 1
    return found


def _indentation(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def _is_escaped(text: str) -> bool:
    return text.lstrip().startswith(_ESCAPES)


def _replaced(lines: list[str]) -> list[str]:
    """Return what stands for a line that is IPython's, with the lines that continue it."""
    indentation = _indentation(lines[0])
    timed = _timed(lines[0].lstrip(), indentation)
    if timed is not None and _error([timed[len(indentation) :], *lines[1:]]) is None:
        return [timed, *lines[1:]]
    return [f"{indentation}pass", *("" for _ in lines[1:])]


def _timed(text: str, indentation: str) -> str | None:
    """Return the line of ``%time`` and the like as a statement that runs what is timed; None where it is none."""
    match = _TIMED.match(text)
    if match is None or not text[match.end() :].strip():
        return None
    candidate = _TRUE.ljust(match.end()) + text[match.end() :]
    return indentation + candidate if text[match.end() :].rstrip().endswith("\\") or not _error([candidate]) else None


def _assigned(lines: list[str], at: int) -> list[str]:
    """Return an assignment with what is assigned replaced: that of ``%time`` by what is timed, else by something."""
    head, tail = lines[0][:at], lines[0][at:]
    text = tail.lstrip()
    match = _TIMED.match(text)
    if match is not None and match["name"] == "time":
        candidate = head + tail[: len(tail) - len(text)] + " " * match.end() + text[match.end() :]
        if _error([candidate.lstrip(), *lines[1:]]) is None:
            return [candidate, *lines[1:]]
    return [f"{head} get_ipython()", *("" for _ in lines[1:])]


class _Scanner:
    """Follows strings and brackets from line to line: inside of them nothing is IPython's."""

    def __init__(self) -> None:
        self._quote = ""
        self._depth = 0
        self._continued = False
        self.asks = False
        """Whether the line that was scanned ends with a question mark."""

    @property
    def inside(self) -> bool:
        """Whether the next line goes on with what was before."""
        return bool(self._quote) or self._depth > 0 or self._continued

    def scan(self, text: str) -> int | None:
        """Read a line; return where something is assigned that is IPython's, right after the ``=``, or None."""
        self.asks = False
        self._continued = False
        index = 0
        while index < len(text):
            char = text[index]
            if self._quote:
                if char == "\\":
                    index += 2
                    continue
                if text.startswith(self._quote, index):
                    index += len(self._quote)
                    self._quote = ""
                    continue
                index += 1
                continue
            if char == "#":
                break
            quote = _STRING.match(text, index)
            if quote is not None:
                self._quote = quote[0]
                index = quote.end()
                self.asks = False
                continue
            if char == "\\" and index == len(text) - 1:
                self._continued = True
            if char in "([{":
                self._depth += 1
            elif char in ")]}":
                self._depth = max(0, self._depth - 1)
            elif char == "=" and self._depth == 0 and _ASSIGNED.match(text, index + 1):
                return index + 1
            if not char.isspace():
                self.asks = char == "?"
            index += 1
        if len(self._quote) == 1:
            # Strings in single quotes go on only behind a backslash.
            if text.endswith("\\"):
                self._continued = True
            else:
                self._quote = ""
        return None
