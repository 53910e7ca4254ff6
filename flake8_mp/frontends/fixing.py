"""Fixes for what is found: offered one by one, or applied until nothing changes.

Whatever a fixer writes is held against the linter before anybody sees it: the new text must parse, what was to be
fixed must be gone, and nothing may be found that was not there. A fix for which that does not hold is taken back.
"""

from __future__ import annotations

import ast
import symtable
import textwrap
import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from flake8_mp.engine import lint
from flake8_mp.fixers import fixer_of
from flake8_mp.frontends.fix_policy import Policy
from flake8_mp.frontends.suppression import Suppressions
from flake8_mp.rule import INTERNAL, Edit, Finding, Fix, Span
from flake8_mp.settings import Settings

if TYPE_CHECKING:
    from flake8_mp.fixers.fixer import Fixer, OneLine
    from flake8_mp.fixers.program import Program

ROUNDS = 50
"""So many times a file is gone through at most: each round fixes at least one finding."""
OFFERED = 100
"""For so many findings of a file a fix is looked for at most, since each costs a run of the linter."""
LINES = 40_000
"""So many lines are read by the linter at most for that, in all its runs."""
LEAST = 3
"""For so many findings a fix is looked for however large the file is."""

SPLITS = 8
"""So many lines that several statements share are split for one fix at most."""

_DOES_NOT_HOLD = "the fix that was tried does not remove it, or causes another finding"


@dataclass
class FixedText:
    """What became of a file's text: what was applied, by code, and what is left."""

    text: str
    applied: Counter[str] = field(default_factory=Counter)
    titles: list[tuple[str, str]] = field(default_factory=list)
    """Code and title of each fix, in the order in which they were applied."""
    findings: tuple[Finding, ...] = ()
    """What is still found, each with the fix that was not asked for, or the reason why there is none."""


def offer(
    text: str,
    path: str,
    settings: Settings,
    findings: Sequence[Finding],
    policy: Policy,
    *,
    found: Sequence[Finding] | None = None,
) -> list[Finding]:
    """Return the findings with their fixes, or with the reasons why there is none, where their rule has a fixer.

    ``found`` is what :func:`~flake8_mp.engine.lint` has found with these settings, where that is at hand: what a fix
    would change is compared with it. Raises nothing.
    """
    if not any(policy.wants(finding.code) for finding in findings):
        return list(findings)
    trial = _Trial(text, path, settings, found=found)
    most = min(OFFERED, max(LEAST, LINES // (text.count("\n") + 1)))
    offered = []
    for finding in findings:
        if not policy.wants(finding.code):
            offered.append(finding)
        elif most <= 0:
            offered.append(replace(finding, no_fix="not looked for, because the file is large; --fix looks for it"))
        else:
            offered.append(trial.offer(finding))
            most -= 1
    return offered


def apply_fixes(text: str, path: str, settings: Settings, policy: Policy, *, noqa: bool = True) -> FixedText:
    """Apply fixes until nothing changes.

    ``text`` may have line ends of any kind, which are kept; what is inserted gets those of the first line.
    Raises nothing; a text that does not parse stays as it is.
    """
    fixed = FixedText(text)
    for _ in range(ROUNDS):
        trial = _Trial(fixed.text, path, settings, noqa)
        findings = [trial.draft(finding) if policy.wants(finding.code) else finding for finding in trial.shown]
        applied, refused = trial.apply([each for each in findings if each.fix is not None and policy.takes(each.fix)])
        fixed.findings = tuple(
            replace(each, fix=None, no_fix=_DOES_NOT_HOLD) if each in refused else each for each in findings
        )
        if not applied:
            break
        fixed.text = trial.after
        for finding in applied:
            fixed.applied[finding.code] += 1
            fixed.titles.append((finding.code, finding.fix.title if finding.fix else ""))
    return fixed


class _Trial:
    """One text, and what comes of changing it."""

    def __init__(
        self,
        text: str,
        path: str,
        settings: Settings,
        noqa: bool = True,
        found: Sequence[Finding] | None = None,
    ) -> None:
        self.text = text
        self.path = path
        self.settings = settings
        # What is new counts also where the user does not look for it.
        self._all = replace(
            settings,
            select=None,
            ignore=frozenset(),
            extend_ignore=frozenset(),
            per_file_ignores=(),
            extend_per_file_ignores=(),
        )
        self.normal = normal(text)
        self.after = text
        self._noqa = noqa
        self._before = found if self._all == settings else None
        self._program: Program | None = None

    @cached_property
    def shown(self) -> list[Finding]:
        """What the user is shown."""
        return self._shown(self.normal)

    def _shown(self, text: str) -> list[Finding]:
        found = lint(text, self.path, self.settings)
        return Suppressions(text).kept(found) if self._noqa else found

    def offer(self, finding: Finding) -> Finding:
        """Return a finding with its fix, or the reason why there is none."""
        drafted = self.draft(finding)
        if drafted.fix is not None and not self._holds([drafted]):
            return replace(finding, no_fix=_DOES_NOT_HOLD)
        return drafted

    def draft(self, finding: Finding) -> Finding:
        """Return a finding with a fix that has not been tried yet, or the reason why there is none."""
        try:
            return replace(finding, fix=self._draft(finding))
        except _Refused as error:
            return replace(finding, no_fix=str(error))

    def _draft(self, finding: Finding) -> Fix:
        from flake8_mp.fixers.fixer import NoFix, OneLine
        from flake8_mp.fixers.program import Program

        if self._program is None:
            self._program = Program(self.normal, self.path)
        fixer = fixer_of(finding.code)
        if fixer is None:
            raise _Refused("its rule has no fix")
        try:
            try:
                fix = fixer.fix(self._program, _here(finding)).fix()
            except OneLine as one_line:
                fix = self._split(fixer, self._program, finding, one_line)
        except NoFix as error:
            raise _Refused(str(error)) from None
        except Exception as error:  # the boundary: a fixer that fails must not end the run
            raise _Refused(f"the fixer failed ({type(error).__name__}); report it") from error
        if _noqa_comments(changed(self.normal, fix.edits)) != _noqa_comments(self.normal):
            raise _Refused("the lines have a # noqa comment")
        return fix

    def _split(self, fixer: Fixer, program: Program, finding: Finding, one_line: OneLine) -> Fix:
        """Return a fix that splits lines which several statements share, and then does what the fixer says.

        Raises NoFix.
        """
        from flake8_mp.fixers.fixer import OneLine
        from flake8_mp.fixers.program import Program
        from flake8_mp.fixers.splitting import edits_between, split

        before = _alike(self.shown, finding)
        place = before.index(finding) if finding in before else len(before)
        for _ in range(SPLITS):
            text = split(program, one_line)
            found = _alike(self._shown(text), finding) if text else []
            if len(found) <= place:
                break
            program = Program(text, self.path)
            try:
                fix = fixer.fix(program, _here(found[place])).fix()
            except OneLine as another:
                one_line = another
                continue
            return Fix(fix.title, edits_between(self.normal, changed(text, fix.edits)), fix.safe)
        raise one_line

    def apply(self, findings: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
        """Apply the fixes of findings that fit together; return those that were applied, and those that do not hold.

        What meets another fix is left for the next round, where there is one.
        """
        refused: list[Finding] = []
        left = list(findings)
        while left:
            together = _apart(left)
            held = self._largest(together, refused)
            if held:
                self.after = changed(self.text, _edits(held))
                return held, refused
            left = [finding for finding in left if finding not in together]
        return [], refused

    def _largest(self, findings: Sequence[Finding], refused: list[Finding]) -> list[Finding]:
        """Return findings whose fixes hold together, as many as halving finds; note those that do not hold alone."""
        if not findings or self._holds(findings):
            return list(findings)
        if len(findings) == 1:
            refused += findings
            return []
        middle = len(findings) // 2
        left, right = (self._largest(part, refused) for part in (findings[:middle], findings[middle:]))
        return [*left, *right] if self._holds([*left, *right]) else left or right

    def _holds(self, findings: Sequence[Finding]) -> bool:
        """Return whether these fixes do what they are meant to do, and nothing else that the linter can see."""
        text = changed(self.normal, _edits(findings))
        if not is_program(text) and is_program(self.normal):
            return False
        try:
            ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
        if self._before is None:
            self._before = lint(self.normal, self.path, self._all)
        after = lint(text, self.path, self._all)
        codes = [Counter(finding.code for finding in some) for some in (self._before, after, findings)]
        if codes[1][INTERNAL] or any(codes[1][code] > codes[0][code] - codes[2][code] for code in codes[1] | codes[2]):
            return False
        # What went wrong under one start method only must not go wrong under another one now.
        methods = [
            Counter((each.code, method) for each in some for method in each.methods) for some in (after, self._before)
        ]
        return methods[0] <= methods[1]


def is_program(text: str) -> bool:
    """Return whether the names of a text make sense: parsing alone finds neither a name that two parameters have, nor a
    ``nonlocal`` without a variable.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                symtable.symtable(text, "<fixed>", "exec")
            except SyntaxError as error:
                if "outside" not in str(error):
                    raise
                # A cell of a notebook may await at its top level, which symtable refuses since Python 3.14.
                symtable.symtable(f"async def _():\n{textwrap.indent(text, ' ')}", "<fixed>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _here(finding: Finding) -> Finding:
    """Return a finding without the places in other files, which could not be changed here."""
    return replace(finding, related=tuple(each for each in finding.related if not each.path))


def _alike(findings: Iterable[Finding], finding: Finding) -> list[Finding]:
    """Return the findings of the same kind, in the order of the text."""
    return sorted((each for each in findings if each.code == finding.code), key=lambda each: each.span)


class _Refused(Exception):
    """There is no fix; the text says why."""


def normal(text: str) -> str:
    r"""Return a text with ``\n`` between its lines, as the linter and the fixers see it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def changed(text: str, edits: Iterable[Edit]) -> str:
    r"""Return a text with edits applied, whose spans do not overlap.

    The spans count lines as Python does; what the edits insert gets the line ends of the text's first line.
    """
    import re

    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text)), len(text)]
    first = re.search(r"\r\n|\r|\n", text)
    newline = first[0] if first else "\n"
    parts, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit.span):  # what is inserted in one place keeps its order
        start = starts[edit.span.line - 1] + edit.span.column
        end = starts[edit.span.end_line - 1] + edit.span.end_column
        parts += [text[at:start], edit.content.replace("\n", newline)]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def _edits(findings: Iterable[Finding]) -> list[Edit]:
    """Return the edits of several fixes, each once: two fixes may need the same import."""
    edits: dict[Edit, None] = {}
    for finding in findings:
        if finding.fix is not None:
            edits.update(dict.fromkeys(finding.fix.edits))
    return list(edits)


def _apart(findings: Iterable[Finding]) -> list[Finding]:
    """Choose, in their order, those findings whose fixes do not meet; an edit that several share counts once."""
    chosen: list[Finding] = []
    taken: dict[Edit, None] = {}
    for finding in findings:
        edits = finding.fix.edits if finding.fix is not None else ()
        new = [edit for edit in edits if edit not in taken or not _is_import(edit)]
        if not any(_meet(edit, other) for edit in new for other in taken):
            chosen.append(finding)
            taken.update(dict.fromkeys(edits))
    return chosen


def _is_import(edit: Edit) -> bool:
    return edit.content.strip().startswith(("import ", "from ")) and edit.content.strip().count("\n") == 0


def _meet(one: Edit, other: Edit) -> bool:
    def ends(span: Span) -> tuple[tuple[int, int], tuple[int, int]]:
        return (span.line, span.column), (span.end_line, span.end_column)

    (start, end), (begin, stop) = ends(one.span), ends(other.span)
    return (start < stop and begin < end) or start == begin


def _noqa_comments(text: str) -> Counter[str]:
    import re

    return Counter(re.findall(r"#\s*(?:noqa|flake8-mp:)[^\n]*", text, re.IGNORECASE))
