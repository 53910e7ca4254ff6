"""``# noqa``: read exactly as flake8 reads it, since the same comments serve both; added, and found when unused.

Source: ``flake8/defaults.py``, ``flake8/violation.py`` and ``flake8/processor.py`` of flake8 7. Codes are beginnings
and are case-sensitive; a comment without codes silences everything on its line; the comment counts on the
physical line that is reported, where a string or a statement with backslashes over several lines counts as one; a line
that begins with ``# flake8: noqa`` leaves out the whole file, whatever codes it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from flake8_mp.rule import MISSPELT, UNUSED, Finding, Span
from flake8_mp.settings import ALL

_INLINE = re.compile(r"# noqa(?::[\s]?(?P<codes>([A-Z]+[0-9]+(?:[,\s]+)?)+))?", re.IGNORECASE)
_FILE = re.compile(r"\s*# flake8[:=]\s*noqa", re.IGNORECASE)
_OUR_FILE = re.compile(
    r"\s*#\s*flake8-mp[:=]\s*noqa(?P<colon>:\s*(?P<codes>[A-Z]+[0-9]*(?:[,\s]+[A-Z]+[0-9]+)*)?)?", re.IGNORECASE
)
_MUST_BE_FIRST = re.compile(r"#!|#.*coding[:=]")
"""What counts on the first two lines only."""
_CODE = re.compile(r"[^,\s]+")
_OURS = re.compile(r"MP(?:[0-9][0-9A-Z]*)?$", re.IGNORECASE)


class Suppressions:
    r"""The comments of one file that keep findings from being reported.

    ``text`` is the source with ``\n`` between its lines.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.lines = text.split("\n")

    @cached_property
    def whole_file(self) -> bool:
        """Whether a line says that the file is left out, by flake8 or by this linter."""
        if "flake8" not in self._text.lower():
            return False
        return any(_FILE.match(line) for line in self.lines) or ALL in self.of_file

    @cached_property
    def of_file(self) -> frozenset[str]:
        """The codes, or beginnings of codes, that comments of our own leave out in the whole file.

        ``# flake8-mp: noqa`` on a line of its own leaves out all of them, ``# flake8-mp: noqa: MP201, MP3`` these.
        Behind a colon without any code, which somebody has forgotten or spelled in another way, it leaves out nothing.
        """
        found: set[str] = set()
        for _, match in self._of_file:
            found.update(_listed(match["codes"]) if match["codes"] else [] if match["colon"] else [ALL])
        return frozenset(code.upper() for code in found if _OURS.match(code))

    @cached_property
    def _of_file(self) -> list[tuple[int, re.Match[str]]]:
        """The comments for the whole file, with the numbers of their lines."""
        if "flake8-mp" not in self._text.lower():
            return []
        matches = ((number, _OUR_FILE.match(line)) for number, line in enumerate(self.lines, 1))
        return [
            (number, match)
            for number, match in matches
            if match is not None and self._is_comment(number, match[0].index("#"))
        ]

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
        """Return whether a finding of this code, reported on this line, is silenced there."""
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
        out = tuple(self.of_file)
        return [
            finding
            for finding in findings
            if not finding.code.startswith(out) and not self.silences(finding.code, finding.span.line)
        ]

    def idle(self, findings: Sequence[Finding], known: Sequence[str], asked: Iterable[str]) -> list[Finding]:
        """Find the comments that name codes of ours in vain.

        ``findings`` are those of the file before anything was silenced, ``known`` all codes, and ``asked`` the codes
        that were looked for: of the others it is not known whether they are needed. A comment without codes is not ours
        to judge.
        """
        asked = tuple(asked)
        found: list[Finding] = []
        everywhere = {each.code for each in findings}
        for number, of_file in self._of_file:
            found += self._idle_codes(number, of_file, everywhere, known, asked)
        for number, line in enumerate(self.lines, 1):
            if "noqa" not in line.lower() or "MP" not in line.upper():
                continue
            match = _INLINE.search(line)
            if match is None or match["codes"] is None or not self._is_comment(number, match.start()):
                continue
            first, last = self.range_of(number)
            here = {each.code for each in findings if first <= each.span.line <= last}
            found += self._idle_codes(number, match, here, known, asked)
        return found

    def _idle_codes(
        self, number: int, match: re.Match[str], here: set[str], known: Sequence[str], asked: Sequence[str]
    ) -> Iterator[Finding]:
        """Find the codes of one comment that silence nothing of what is found ``here``, or that there are not."""
        reported: set[str] = set()
        start, end = match.span("codes")
        for each in _CODE.finditer(match.string, start, end) if start >= 0 else ():
            code, column = each[0], each.start()
            if not _OURS.match(code) or code in reported:
                continue
            reported.add(code)
            span = Span(number, column, number, column + len(code))
            if not any(each.startswith(code) for each in known):
                right = code.upper() if any(each.startswith(code.upper()) for each in known) else ""
                hint = f"write {right}" if right and right != code else "`flake8-mp rules` lists the codes"
                yield Finding(MISSPELT, span, f"{code} in this noqa comment is not a code of flake8-mp; {hint}")
            elif not any(each.startswith(code) for each in here) and any(each.startswith(code) for each in asked):
                yield Finding(UNUSED, span, f"{code} in this noqa comment suppresses nothing; remove it")

    def addition_for_file(self, findings: Iterable[Finding], why: str = "") -> tuple[int, str, bool] | None:
        """Return how a comment for the whole file gets the codes of the findings; None where it has them already.

        That is the number of a line, a text, and whether the text takes the place of this line, in which a comment is
        extended, or comes in front of it.
        """
        codes = sorted({finding.code for finding in findings} - set(self.of_file))
        if not codes:
            return None
        for number, match in self._of_file:
            if match["codes"]:
                line, end = self.lines[number - 1], match.end("codes")
                return number, f"{line[:end].rstrip()}, {', '.join(codes)}{line[end:]}", True
        first = 0
        while first < min(2, len(self.lines)) and _MUST_BE_FIRST.match(self.lines[first]):
            first += 1
        return first + 1, f"# flake8-mp: noqa: {', '.join(codes)}{f'  # {why}' if why else ''}", False

    def _is_comment(self, number: int, column: int) -> bool:
        """Return whether a comment stands there, and not a string that shows one."""
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


def without_code(line: str, column: int) -> str:
    """Return a line whose comment does not name the code at a column any more; without it where that was the only one.

    What else the comment says stays. A line without such a comment is returned as it is.
    """
    match = _OUR_FILE.match(line) or _INLINE.search(line)
    start, end = match.span("codes") if match is not None else (-1, -1)
    places = [code.span() for code in _CODE.finditer(line, start, end)] if start >= 0 else []
    at = next((index for index, (first, last) in enumerate(places) if first <= column < last), None)
    if match is None or at is None:
        return line
    if at + 1 < len(places):
        return line[: places[at][0]] + line[places[at + 1][0] :]
    if at:
        return line[: places[at - 1][1]] + line[places[at][1] :]
    before, after = line[: match.start()].rstrip(), line[match.end() :].strip()
    if after and not after.startswith("#"):
        after = f"# {after}"
    return f"{before}  {after}" if before and after else before or after


def _listed(codes: str) -> list[str]:
    return [code for code in re.split(r"[,\s]+", codes) if code]
