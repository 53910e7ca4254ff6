"""``--add-noqa``: a comment on each line that is reported, and nothing else changed in the file."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from flake8_mp.files import replace_bytes
from flake8_mp.frontends.checking import Answer, decode, digest, read
from flake8_mp.frontends.suppression import Suppressions
from flake8_mp.rule import Finding

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_WITHOUT_MEANING = frozenset({tokenize.COMMENT, tokenize.NL, tokenize.ENDMARKER})
_CHANGED = "not changed: it has changed since it was checked"


class NotChanged(ValueError):
    """A file, or some lines of it, were left as they are; the text says why, ``added`` how many lines have changed."""

    def __init__(self, words: str, added: int = 0) -> None:
        super().__init__(words)
        self.added = added


def add_noqa(path: str, answer: Answer, why: str = "") -> int:
    """Add ``# noqa`` with the codes of the findings to their lines, with a reason behind it where there is one.

    ``answer`` is what checking the file has found, with the digest of what was checked. The file keeps its encoding,
    its line ends and its mode, and is replaced at once or not at all; not at all as well where it is no longer what was
    checked. Returns how many lines have changed. Raises :class:`NotChanged` where some line could not be changed.
    """
    try:
        data = read(path)
        if digest(data) != answer.digest:
            raise NotChanged(_CHANGED)
        if path.endswith(".ipynb"):
            new, added, missing = _in_notebook(data, answer.findings, why)
        else:
            new, added, missing = _in_file(data, answer.findings, why)
        if added:
            if digest(read(path)) != answer.digest:  # what was done meanwhile takes seconds for a large file
                raise NotChanged(_CHANGED)
            replace_bytes(Path(path), new)
    except OSError as error:
        raise NotChanged(f"not changed: {error.strerror}") from None
    except (SyntaxError, UnicodeError) as error:
        raise NotChanged(f"not changed: {' '.join(str(error).split())}") from None
    if missing:
        raise NotChanged(f"{missing} of its lines cannot take a comment without changing the program", added)
    return added


def add_ignore(path: str, answer: Answer, why: str = "") -> int:
    """Add one ``# flake8-mp: noqa`` comment for the whole file with the codes of its findings.

    It joins one that is there already, and stands else in front of the code. All else is as with :func:`add_noqa`; the
    result is 1 where the file has changed.
    """
    try:
        data = read(path)
        if digest(data) != answer.digest:
            raise NotChanged(_CHANGED)
        if path.endswith(".ipynb"):
            raise NotChanged("not changed: --add-ignore does not support notebooks; use --add-noqa")
        text = decode(data)
        addition = Suppressions(text).addition_for_file(answer.findings, why)
        if addition is None:
            return 0
        number, line, replaces = addition
        new = _changed(data, {number: line}) if replaces else _changed(data, {}, before=(number, line))
        replace_bytes(Path(path), new)
    except OSError as error:
        raise NotChanged(f"not changed: {error.strerror}") from None
    except (SyntaxError, UnicodeError) as error:
        raise NotChanged(f"not changed: {' '.join(str(error).split())}") from None
    return 1


def _in_file(data: bytes, findings: Sequence[Finding], why: str) -> tuple[bytes, int, int]:
    """Return the new bytes of a file, how many lines have changed, and how many should have and could not."""
    text = decode(data)
    suppressions = Suppressions(text)
    wanted = suppressions.additions(findings, why)
    lines = text.split("\n")
    possible = sound(lines, {number: line for number, line in wanted.items() if line is not None})
    return _changed(data, possible), len(possible), len(wanted) - len(possible)


def sound(lines: Sequence[str], additions: Mapping[int, str]) -> Mapping[int, str]:
    """Return those of the changed lines that leave the code as it is: a line may end in a string."""
    before = _meaning(lines)

    def holds(some: Mapping[int, str]) -> bool:
        changed = [some.get(number, line) for number, line in enumerate(lines, 1)]
        return before is not None and _meaning(changed) == before

    def search(some: Sequence[int]) -> Iterator[int]:
        if holds({number: additions[number] for number in some}):
            yield from some
        elif len(some) > 1:
            yield from search(some[: len(some) // 2])
            yield from search(some[len(some) // 2 :])

    found = {number: additions[number] for number in search(sorted(additions))}
    return found if holds(found) else {}


def _meaning(lines: Sequence[str]) -> list[tuple[int, str]] | None:
    """Return what the parser gets to see of a file: its tokens but for comments; None where it has none.

    The syntax tree would say the same, but cannot be compared without recursion, and code is nested deeply.
    """
    source = iter([f"{line}\n" for line in lines])
    try:
        return [
            (token.type, token.string)
            for token in tokenize.generate_tokens(lambda: next(source, ""))
            if token.type not in _WITHOUT_MEANING
        ]
    except (tokenize.TokenError, SyntaxError):
        return None


def _changed(data: bytes, additions: Mapping[int, str], before: tuple[int, str] | None = None) -> bytes:
    """Return the new bytes of a file, with changed lines, and a new line ``before`` one of them.

    Raises :class:`NotChanged` for an encoding that writes the same text in several ways: all of it would change.
    """
    import io

    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    text = data.decode(encoding)
    if text.encode(encoding) != data:
        raise NotChanged(f"not changed: writing it back in {encoding} would change other parts of it")
    lines = _LINE.findall(text)
    for number, line in additions.items():
        old = lines[number - 1]
        lines[number - 1] = line + old[len(old.rstrip("\r\n")) :]
    if before is not None:
        number, line = before
        end = lines[0][len(lines[0].rstrip("\r\n")) :] or "\n"
        lines.insert(number - 1, line + end)
    return "".join(lines).encode(encoding)


def _in_notebook(data: bytes, findings: Sequence[Finding], why: str) -> tuple[bytes, int, int]:
    """Return the same as :func:`_in_file` for a notebook."""
    from flake8_mp.frontends import notebook

    found = notebook.read(data.decode("utf-8"))
    added: dict[tuple[int, int], str] = {}
    missing = 0
    source = found.source.split("\n")
    for number, line in Suppressions(found.source).additions(findings, why).items():
        if line is None:
            missing += 1
            continue
        if not line.startswith(source[number - 1].rstrip()):
            raise NotChanged("not changed: a comment that exists already in a notebook has to be edited by hand")
        added[found.place(number)] = line[len(source[number - 1].rstrip()) :]
    new = found.with_lines(added)
    if new is None:
        raise NotChanged("not changed: this notebook is not formatted as Jupyter does it; save it in Jupyter first")
    return new.encode(), len(added), missing
