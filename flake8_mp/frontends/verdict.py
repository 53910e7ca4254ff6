"""What the runs of a user's program amount to: which work, which print the same, and which rules explain the rest."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from flake8_mp.engine import lint
from flake8_mp.explain import Match, matches
from flake8_mp.frontends.checking import decode, read
from flake8_mp.pages import evidence
from flake8_mp.rule import Finding, all_rules
from flake8_mp.selfcheck.claims import OK
from flake8_mp.selfcheck.outcome import Outcome, errors, leaks
from flake8_mp.selfcheck.record import recorded
from flake8_mp.settings import START_METHODS
from flake8_mp.terminal import visible

FIRST, ALONE, SAME, REORDERED = "reference", "nothing to compare with", "same", "same lines, different order"
DIFFERENT, UNCOMPARED = "differs", "not compared"
"""How the standard output of a run compares with that of the run which the others are held against."""

_QUIET = frozenset({"hang", "respawn", "leak", "orphan"})
"""Words for what goes wrong without any error being raised."""
_SHOWN = 3
"""So many lines of each side are shown where outputs part."""
_ERRORS, _LINES = 4, 8
"""So many errors of a run are shown, or so many lines of its standard error."""
_WIDEST = 160
"""So many characters of a line of the program's are shown."""


@dataclass(frozen=True)
class Run:
    """One run of the program, or the reason why there was none."""

    method: str
    python: str
    """The version of the interpreter."""
    outcome: Outcome | None = None
    skipped: str = ""

    @property
    def ended_well(self) -> bool:
        """Whether it was run and exited with 0, whatever it wrote meanwhile."""
        return self.outcome is not None and self.outcome.report.status == 0

    @property
    def works(self) -> bool:
        """Whether nothing went wrong in it; warnings of Python are no failure."""
        return self.outcome is not None and all(word == OK or word.startswith("warns=") for word in self.outcome.words)

    @property
    def seen(self) -> str:
        """What happened, in words."""
        return f"skipped: {self.skipped}" if self.outcome is None else self.outcome.text

    @property
    def lines(self) -> list[str]:
        """The lines of its standard output."""
        return [] if self.outcome is None else self.outcome.report.stdout.splitlines()


@dataclass(frozen=True)
class Comparison:
    """How the standard output of a run compares with that of another."""

    result: str
    """One of the words above."""
    reference: Run | None = None
    """The run that it was held against."""

    @property
    def differs(self) -> bool:
        """Whether other lines were written; their order is up to the processes that write them."""
        return self.result == DIFFERENT


@dataclass(frozen=True)
class Trouble:
    """One way in which the program does not work, and the runs in which it was seen."""

    runs: tuple[Run, ...]
    comparison: Comparison
    certain: tuple[Finding, ...]
    """What the linter reports of the program, and programs of that rule were seen to fail in the same way."""
    possible: tuple[Finding, ...]
    """What else it reports of the program that breaks under all these start methods."""
    alike: tuple[Match, ...]
    """Rules that the linter does not report of it, whose programs were seen to fail with the same error. None where
    there is a certain one: that others fail alike adds nothing."""

    @property
    def explained(self) -> bool:
        """Whether any rule may explain it."""
        return bool(self.certain or self.possible or self.alike)

    @property
    def methods(self) -> tuple[str, ...]:
        """The start methods under which it was seen."""
        return tuple(method for method in START_METHODS if any(run.method == method for run in self.runs))


@dataclass(frozen=True)
class Verdict:
    """All runs of a program, held against each other and against what the linter says of it."""

    runs: tuple[Run, ...]
    path: Path | None = None
    """The file that is run, where it is known: it is read by the linter."""
    compares_output: bool = True

    @cached_property
    def source(self) -> str:
        """The text of the program, empty where it cannot be read: then nothing can be said of it."""
        if self.path is None:
            return ""
        try:
            return decode(read(str(self.path)))
        except (OSError, SyntaxError, ValueError):
            return ""

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the linter reports of the program with the rules that are on by default."""
        return tuple(lint(self.source, str(self.path))) if self.source else ()

    @cached_property
    def pinned(self) -> tuple[tuple[int, str], ...]:
        """Lines of the program that choose a start method, whatever the default is, with the call."""
        try:
            tree = ast.parse(self.source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return ()
        return tuple(_choices(tree))

    @cached_property
    def comparisons(self) -> dict[Run, Comparison]:
        """How each run's standard output compares with that under fork, or the first that ended well, on its Python."""
        found: dict[Run, Comparison] = {}
        for run in self.runs:
            others = [other for other in self.runs if other.python == run.python and other.ended_well]
            reference = next((other for other in others if other.method == "fork"), others[0] if others else None)
            if reference is None or not run.ended_well or not self.compares_output:
                found[run] = Comparison(UNCOMPARED)
            elif run is reference:
                found[run] = Comparison(FIRST if len(others) > 1 else ALONE)
            else:
                found[run] = Comparison(_compared(run, reference), reference)
        return found

    @property
    def runs_done(self) -> tuple[Run, ...]:
        """The runs that were not skipped."""
        return tuple(run for run in self.runs if run.outcome is not None)

    def breaks(self, run: Run) -> bool:
        """Return whether a run went wrong or printed something else than the others."""
        return run.outcome is not None and (not run.works or self.comparisons[run].differs)

    @property
    def works(self) -> bool:
        """Whether the program works under each start method that was tried."""
        return not any(self.breaks(run) for run in self.runs)

    @cached_property
    def troubles(self) -> tuple[Trouble, ...]:
        """The ways in which the program does not work; start methods that fail alike are one."""
        alike: dict[object, list[Run]] = {}
        for run in self.runs:
            if run.outcome is not None and self.breaks(run):
                comparison = self.comparisons[run]
                printed = run.outcome.report.stdout if comparison.differs else None
                if run.outcome.report.status is None:
                    # What a run has written until it was ended is an accident; so the rules distinguish hangs.
                    stated: object = frozenset(finding for finding in self.findings if run.method in finding.methods)
                else:
                    stated = frozenset(run.outcome.errors)
                key = run.outcome.words, stated, comparison.differs, printed
                alike.setdefault(key, []).append(run)
        return tuple(self._trouble(runs) for runs in alike.values())

    def _trouble(self, runs: Sequence[Run]) -> Trouble:
        methods = {run.method for run in runs}
        reported = [finding for finding in self.findings if finding.methods >= methods]
        stderr = runs[0].outcome.report.stderr if runs[0].outcome is not None else ""
        alike = [match for match in _exact(stderr) if _under(match) & methods] if stderr.strip() else []
        codes = {match.rule.code for match in alike}
        symptoms = _symptoms(runs[0], self.comparisons[runs[0]])
        codes |= {finding.code for finding in reported if _was_seen(finding.code, symptoms, methods)}
        if (named := self._named_in(stderr)) & {finding.span.line for finding in reported}:
            # A traceback says itself where it went wrong: what is reported elsewhere is something else.
            codes = {finding.code for finding in reported if finding.span.line in named}
        elif _never_began(stderr):
            return Trouble(tuple(runs), self.comparisons[runs[0]], (), (), ())
        certain = tuple(finding for finding in reported if finding.code in codes)
        possible = tuple(finding for finding in reported if finding.code not in codes)
        return Trouble(tuple(runs), self.comparisons[runs[0]], certain, possible, () if certain else tuple(alike))

    def _named_in(self, stderr: str) -> set[int]:
        """Return the lines of the program that the tracebacks name."""
        if self.path is None:
            return set()
        named = re.findall(r'File "([^"]+)", line (\d+)', stderr)
        return {int(line) for file, line in named if Path(file).name == self.path.name}

    @property
    def unseen(self) -> tuple[Finding, ...]:
        """What the linter reports and explains nothing that went wrong."""
        reported = {finding for trouble in self.troubles for finding in (*trouble.certain, *trouble.possible)}
        return tuple(finding for finding in self.findings if finding not in reported)


def _choices(tree: ast.Module) -> Iterable[tuple[int, str]]:
    """Yield the calls that name a start method, with their lines."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        first = node.args[0]
        if name in ("set_start_method", "get_context") and isinstance(first, ast.Constant) and first.value:
            yield node.lineno, f"{name}({first.value!r})"


def _never_began(stderr: str) -> bool:
    """Return whether a program lacked a module that it imports: then it has not come to its processes."""
    return bool(re.search(r"^ModuleNotFoundError: ", stderr, re.MULTILINE))


def _symptoms(run: Run, comparison: Comparison) -> frozenset[str]:
    """Return the words for what a run did without any error; in the record ``wrong`` is what printed something else."""
    words = frozenset() if run.outcome is None else run.outcome.words & _QUIET
    return words | {"wrong"} if comparison.differs else words


def _was_seen(code: str, symptoms: frozenset[str], methods: Set[str]) -> bool:
    """Return whether a program of a rule was seen to go wrong in one of these ways under one of these start methods."""
    if not symptoms:
        return False
    seen = [recorded(fixture) for rule in all_rules() if rule.code == code for fixture in evidence(rule, "bad")]
    return any(
        symptoms & set(words) for outcomes in seen for method in methods for words in outcomes.get(method, {}).values()
    )


def _exact(stderr: str) -> list[Match]:
    """Return the rules whose programs were seen to give an error with this text, not only one of that name."""
    return [match for match in matches(stderr) if not match.by_name]


def _under(match: Match) -> frozenset[str]:
    return frozenset[str]().union(*(methods for methods, _ in match.programs.values()))


def _compared(run: Run, reference: Run) -> str:
    if run.outcome is None or reference.outcome is None:
        return UNCOMPARED
    ours, theirs = run.outcome.report, reference.outcome.report
    if ours.digest == theirs.digest and ours.stdout == theirs.stdout:
        return SAME
    if ours.stdout != theirs.stdout and Counter(run.lines) == Counter(reference.lines):
        return REORDERED
    return DIFFERENT


def parting(run: Run, reference: Run) -> list[str]:
    """Show where two outputs part: the number of the line, and some lines of either side."""
    ours, theirs = run.lines, reference.lines
    common = sum(1 for _ in _while_equal(ours, theirs))
    if ours == theirs:
        return ["no difference in the part of the output that was kept"]
    shown = [f"line {common + 1}:"]
    width = max(len(run.method), len(reference.method))
    for of, lines in ((reference, theirs), (run, ours)):
        rest = lines[common : common + _SHOWN]
        shown += [f"  {of.method.ljust(width)} | {cut(line)}" for line in rest or ["(nothing more)"]]
    return shown


def _while_equal(ours: Sequence[str], theirs: Sequence[str]) -> Iterable[None]:
    for one, other in zip(ours, theirs, strict=False):
        if one != other:
            return
        yield None


def last_words(run: Run) -> list[str]:
    """Return the errors of a run as they stand on its standard error, or where there are none its last lines."""
    if run.outcome is None:
        return []
    stderr = run.outcome.report.stderr
    stated = list(dict.fromkeys([*errors(stderr), *leaks(stderr)]))
    # Of a process that is killed while it writes there is only a beginning.
    whole = [line for line in stated if not any(other != line and other.startswith(line) for other in stated)]
    return [cut(line) for line in whole[-_ERRORS:]] or last_lines(run)


def last_lines(run: Run) -> list[str]:
    """Return the last lines of a run's standard error."""
    if run.outcome is None:
        return []
    return [cut(line) for line in run.outcome.report.stderr.rstrip().splitlines()[-_LINES:]]


def cut(line: str) -> str:
    """Shorten what a program wrote so that it fits on a line or two, and make visible what a terminal would obey."""
    return shown(line if len(line) <= _WIDEST else line[: _WIDEST - 3] + "...")


def shown(line: str) -> str:
    """Return a line that a program wrote as it can be shown: it must not steer the terminal of who reads it."""
    return visible(line.expandtabs(4))
