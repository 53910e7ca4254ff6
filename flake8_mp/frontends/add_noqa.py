"""``--add-noqa``: a comment on each line that is reported, and nothing else changed in the file."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from pathlib import Path

from flake8_mp.files import replace_bytes
from flake8_mp.frontends.checking import decode
from flake8_mp.frontends.suppression import Suppressions
from flake8_mp.rule import Finding

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


class NotChanged(ValueError):
    """A file was left as it is; the text says why."""


def add_noqa(path: str, findings: Sequence[Finding], why: str = "") -> int:
    """Add ``# noqa`` with the codes of the findings to their lines, with a reason behind it where there is one.

    The file keeps its encoding, its line ends and its mode, and is replaced at once or not at all. Returns how many
    lines have changed. Raises :class:`NotChanged` where some line could not be changed.
    """
    try:
        data = Path(path).read_bytes()
        if path.endswith(".ipynb"):
            return _in_notebook(Path(path), data, findings, why)
        text = decode(data)
        wanted = Suppressions(text).additions(findings, why)
        additions = _sound(text, wanted)
        if additions:
            replace_bytes(Path(path), _changed(data, additions))
    except OSError as error:
        raise NotChanged(f"not changed: {error.strerror}") from None
    except (SyntaxError, UnicodeError) as error:
        raise NotChanged(f"not changed: {' '.join(str(error).split())}") from None
    missing = len(wanted) - len(additions)
    if missing:
        raise NotChanged(f"{missing} of its lines could not take a comment without meaning something else")
    return len(additions)


def _sound(text: str, additions: dict[int, str]) -> dict[int, str]:
    """Return those of the changed lines that leave the meaning of the code as it is: a line may end in a string."""
    meaning = _meaning(text)
    if _same(text, additions, meaning):
        return additions
    return {number: line for number, line in additions.items() if _same(text, {number: line}, meaning)}


def _same(text: str, additions: dict[int, str], meaning: str) -> bool:
    lines = text.split("\n")
    for number, line in additions.items():
        lines[number - 1] = line
    try:
        return _meaning("\n".join(lines)) == meaning
    except SyntaxError:
        return False


def _changed(data: bytes, additions: dict[int, str]) -> bytes:
    """Return the new bytes of a file."""
    import io
    import tokenize

    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    lines = _LINE.findall(data.decode(encoding))
    for number, line in additions.items():
        old = lines[number - 1]
        lines[number - 1] = line + old[len(old.rstrip("\r\n")) :]
    return "".join(lines).encode(encoding)


def _meaning(text: str) -> str:
    return ast.dump(ast.parse(text))


def _in_notebook(path: Path, data: bytes, findings: Sequence[Finding], why: str) -> int:
    from flake8_mp.frontends import notebook

    found = notebook.read(data.decode("utf-8"))
    added: dict[tuple[int, int], str] = {}
    source = found.source.split("\n")
    for number, line in Suppressions(found.source).additions(findings, why).items():
        if not line.startswith(source[number - 1].rstrip()):
            raise NotChanged("not changed: a comment in a notebook is changed by hand")
        added[found.place(number)] = line[len(source[number - 1].rstrip()) :]
    new = found.with_lines(added)
    if new is None:
        raise NotChanged("not changed: this notebook is not written as Jupyter writes it; save it there first")
    replace_bytes(path, new.encode())
    return len(added)
