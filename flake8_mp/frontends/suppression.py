"""``# noqa``: read exactly as flake8 reads it, since the same comments serve both; added, and found when unused.

Source: ``flake8/defaults.py``, ``flake8/violation.py`` and ``flake8/processor.py`` of flake8 7. Codes are beginnings
and tell capitals from small letters; a comment without codes silences everything on its line; the comment counts on the
physical line that is reported, where a string or a statement with backslashes over several lines counts as one; a line
that begins with ``# flake8: noqa`` leaves out the whole file, whatever codes it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from flake8_mp.rule import MISSPELT, UNUSED, Finding, Span

_INLINE = re.compile(r"# noqa(?::[\s]?(?P<codes>([A-Z]+[0-9]+(?:[,\s]+)?)+))?", re.IGNORECASE)
_FILE = re.compile(r"\s*# flake8[:=]\s*noqa", re.IGNORECASE)
_CODE = re.compile(r"[^,\s]+")
_OURS = re.compile(r"MP[0-9]*$", re.IGNORECASE)


class Suppressions:
    r"""The comments of one file that keep findings from being reported.

    ``text`` is the source with ``\n`` between its lines.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.lines = text.split("\n")

    @cached_property
    def whole_file(self) -> bool:
        """Whether a line says that the file is left out."""
        return "flake8" in self._text.lower() and any(_FILE.match(line) for line in self.lines)

    @cached_property
    def _any(self) -> bool:
        return "noqa" in self._text.lower()

    @cached_property
    def _ranges(self) -> Mapping[int, tuple[int, int]]:
        """The physical lines that are read together, by each of their numbers; a line alone is not listed."""
        import tokenize

        found: dict[int, tuple[int, int]] = {}
        source = iter([line + "\n" for line in self.lines])
        first, last = 0, 0
        try:
            for token in tokenize.generate_tokens(lambda: next(source, "")):
                if token.type in (tokenize.ENDMARKER, tokenize.DEDENT):
                    continue
                first, last = first or token.start[0], max(last, token.end[0])
                if token.type in (tokenize.NL, tokenize.NEWLINE):
                    if last > first:
                        found |= dict.fromkeys(range(first, last + 1), (first, last))
                    first, last = 0, 0
        except (tokenize.TokenError, SyntaxError):
            return {}
        return found

    def range_of(self, line: int) -> tuple[int, int]:
        """Return the first and last of the physical lines in which a comment counts for this line."""
        return self._ranges.get(line, (line, line))

    def _read_for(self, line: int) -> str:
        first, last = self.range_of(line)
        return "\n".join(self.lines[first - 1 : last])

    def silences(self, code: str, line: int) -> bool:
        """Tell whether a finding of this code, reported on this line, is silenced there."""
        if not self._any:
            return False
        match = _INLINE.search(self._read_for(line))
        if match is None:
            return False
        codes = match["codes"]
        return codes is None or code.startswith(tuple(_listed(codes)))

    def kept(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that nothing silences."""
        if self.whole_file:
            return []
        return [finding for finding in findings if not self.silences(finding.code, finding.span.line)]

    def idle(self, findings: Sequence[Finding], known: Sequence[str], asked: Iterable[str]) -> list[Finding]:
        """Find the comments that name codes of ours in vain.

        ``findings`` are those of the file before anything was silenced, ``known`` all codes, and ``asked`` the codes
        that were looked for: of the others nobody knows whether they are needed. A comment without codes is not ours
        to judge.
        """
        asked = tuple(asked)
        found: list[Finding] = []
        for number, line in enumerate(self.lines, 1):
            if "noqa" not in line.lower() or "MP" not in line.upper():
                continue
            match = _INLINE.search(line)
            if match is None or match["codes"] is None or not self._is_comment(number, match.start()):
                continue
            first, last = self.range_of(number)
            here = {each.code for each in findings if first <= each.span.line <= last}
            told: set[str] = set()
            for each in _CODE.finditer(line, match.start("codes"), match.end("codes")):
                code, column = each[0], each.start()
                if not _OURS.match(code) or code in told:
                    continue
                told.add(code)
                span = Span(number, column, number, column + len(code))
                if not any(each.startswith(code) for each in known):
                    right = code.upper() if any(each.startswith(code.upper()) for each in known) else ""
                    hint = f"write {right}" if right and right != code else "`flake8-mp rules` lists the codes"
                    found.append(Finding(MISSPELT, span, f"{code} in this noqa is no code of flake8-mp; {hint}"))
                elif not any(each.startswith(code) for each in here) and any(each.startswith(code) for each in asked):
                    found.append(Finding(UNUSED, span, f"{code} in this noqa silences nothing; take it out"))
        return found

    def _is_comment(self, number: int, column: int) -> bool:
        """Tell whether a comment stands there, and not a string that shows one."""
        return (number, column) in self._comments

    @cached_property
    def _commented(self) -> frozenset[int]:
        """The numbers of the lines that end in a comment: a backslash at its end continues nothing."""
        return frozenset(number for number, _ in self._comments)

    @cached_property
    def _comments(self) -> frozenset[tuple[int, int]]:
        """Where the word after a ``#`` may begin: every ``#`` that stands in a comment."""
        import tokenize

        source = iter([line + "\n" for line in self.lines])
        places: set[tuple[int, int]] = set()
        try:
            for token in tokenize.generate_tokens(lambda: next(source, "")):
                if token.type == tokenize.COMMENT:
                    marks = (at for at, letter in enumerate(token.string) if letter == "#")
                    places.update((token.start[0], token.start[1] + at) for at in marks)
        except (tokenize.TokenError, SyntaxError):
            pass
        return frozenset(places)

    def additions(self, findings: Iterable[Finding], why: str = "") -> dict[int, str | None]:
        """Return the lines that change, by number, when a comment is added for each of the findings.

        Codes join a comment that is there already. None stands for a line where no comment can help: it is continued
        after its end.
        """
        wanted: dict[int, set[str]] = {}
        for finding in findings:
            wanted.setdefault(self.range_of(finding.span.line)[1], set()).add(finding.code)
        changed: dict[int, str | None] = {}
        for last, codes in wanted.items():
            first, _ = self.range_of(last)
            for number in range(first, last + 1):
                match = _INLINE.search(self.lines[number - 1])
                if match is not None and match["codes"] is not None:
                    line = self.lines[number - 1]
                    listed = match["codes"].rstrip(", \t")
                    new = ", ".join([listed, *sorted(codes - set(_listed(listed)))])
                    line = line[: match.start("codes")] + new + line[match.start("codes") + len(listed) :]
                    changed[number] = f"{line.rstrip()}  # {why}" if why and why not in line else line
                    break
            else:
                line = self.lines[last - 1]
                if line.endswith("\\") and last not in self._commented:
                    changed[last] = None
                    continue
                comment = f"  # noqa: {', '.join(sorted(codes))}"
                changed[last] = f"{line.rstrip()}{comment}{f'  # {why}' if why else ''}"
        return changed


def _listed(codes: str) -> list[str]:
    return [code for code in re.split(r"[,\s]+", codes) if code]
