"""The programs that go wrong, as the fixers fix them: what proves that a fix is right.

Each bad program is fixed by the fixer of its own rule and nothing else, linted, and run under each start method.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path

from flake8_mp.fixers import fixable_codes
from flake8_mp.frontends.fix_policy import Policy
from flake8_mp.frontends.fixing import FixedText, apply_fixes
from flake8_mp.selfcheck.claims import OK, Claim
from flake8_mp.selfcheck.fixture import Fixture, fixture_paths
from flake8_mp.settings import START_METHODS, Settings

RECORD = Path(__file__).parent.parent / "selfcheck" / "fixed.json"
"""What was seen when fixed programs were run."""


AFTERWARDS = {
    # What the task raises comes back now, and ends the program.
    "mp210_unpicklable_exception/bad_init_of_its_own.py": "ParseError",
    "mp210_unpicklable_exception/bad_keyword_only.py": "HttpError",
    "mp210_unpicklable_exception/bad_local_exception.py": "TooYoung",
    "mp210_unpicklable_exception/bad_raised_in_helper.py": "OutOfRange",
    # Reading ends as it was meant to, and what the worker raises is the program's own business.
    "mp502_pipe_end_left_open/bad_counted.py": "ValueError",
    # It prints all results, of which it got one before.
    "mp506_task_done_mismatch/bad_plain_queue.py": "wrong",
    # Its workers end as they are meant to: it prints their exit codes, which were 1.
    "mp511_misused_lock/bad_condition.py": "wrong",
    # The first worker still raises, and the second one gets the lock now.
    "mp511_misused_lock/bad_raises.py": "ValueError",
    # What the task raises is raised now, which the program only looks for in what is printed.
    "mp615_unread_result/bad_apply_async.py": "ValueError",
    # It prints in the order of a process that is waited for, which calling `start()` does not do.
    "mp616_process_never_runs/bad_not_called.py": "wrong",
    # The executor raises when its worker is killed, which the pool waited for.
    "mp903_pool_where_executor_reports/bad.py": "BrokenProcessPool",
    # What its task raises ends the program now, which waited for it forever, or ended without a word.
    "mp801_exit_in_task/bad_executor.py": "RuntimeError",
    "mp801_exit_in_task/bad_os_exit.py": "RuntimeError",
    "mp801_exit_in_task/bad_sys_exit.py": "RuntimeError",
    # It measures its own loop, in which the one pool that is left is still made.
    "mp703_pool_per_call/bad_loop.py": "wrong",
}
"""By fixture, what is seen of programs whose fixed form is right and does not end without a fault."""


@dataclass(frozen=True)
class Fixed:
    """One bad program, and what became of it."""

    fixture: Fixture
    texts: tuple[str, ...] = ()
    """Its files with fixes applied, in the order of the fixture's sources; empty where nothing was fixed."""
    safe: bool = False
    titles: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    """Why findings are left."""

    @property
    def state(self) -> str:
        """``safe`` and ``unsafe`` where all findings of the rule are fixed, else ``partly`` or ``none``."""
        if self.reasons or not self.texts:
            return "partly" if self.texts else "none"
        return "safe" if self.safe else "unsafe"


def fixed(fixture: Fixture) -> Fixed:
    """Fix a bad program: by safe fixes where they suffice, else by unsafe ones too."""
    if fixture.code not in fixable_codes():
        return Fixed(fixture, reasons=("its rule has no fix",))
    found = _fixed(fixture, unsafe=False)
    return found if found.state == "safe" else _fixed(fixture, unsafe=True)


def _fixed(fixture: Fixture, *, unsafe: bool) -> Fixed:
    code = fixture.code
    policy = Policy(unsafe, frozenset({code}))
    each = [_one(source.text, source.path, code, policy) for source in fixture.sources]
    left = [finding for fixed in each for finding in fixed.findings if finding.code == code]
    titles = tuple(dict.fromkeys(title for fixed in each for _, title in fixed.titles))
    reasons = tuple(dict.fromkeys(finding.no_fix or "its fix is unsafe" for finding in left))
    texts = tuple(fixed.text for fixed in each) if titles else ()
    return Fixed(fixture, texts, not unsafe, titles, reasons)


def _one(text: str, path: Path, code: str, policy: Policy) -> FixedText:
    if path.suffix == ".ipynb":  # a fixture has its code alone, which is not the file
        return FixedText(text)
    return apply_fixes(text, str(path), Settings(enable=frozenset({code})), policy)


def laid_out(programs: Iterable[Fixed], folder: Path, root: Path) -> Iterator[Fixture]:
    """Write fixed programs below a folder and yield them as fixtures that claim to run without a fault.

    ``root`` is where the fixtures come from: each of them gets a place in the folder, so that a record of what was
    fixed can distinguish those that are gone from those that were not asked for.
    """
    for path in fixture_paths(root):
        place = folder / path.parent.name / path.name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.mkdir() if path.is_dir() else place.touch()
    for program in programs:
        if program.state not in ("safe", "unsafe"):
            continue
        fixture = program.fixture
        place = folder / fixture.rule_stem / fixture.path.name
        sources = []
        for source, text in zip(fixture.sources, program.texts, strict=True):
            path = place / source.path.relative_to(fixture.path) if fixture.path.is_dir() else place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(source.path.read_bytes() if path.suffix == ".ipynb" else text.encode())
            sources.append(replace(source, path=path, text=text))
        claims = tuple(Claim(method, (AFTERWARDS.get(fixture.key, OK),)) for method in START_METHODS)
        yield replace(fixture, path=place, sources=tuple(sources), claims=claims)


def first_diff(fixtures: Iterable[Fixture]) -> tuple[str, str, str]:
    """Return what is changed in the first program that is fixed, by safe fixes if any is, as a unified diff.

    The options that do it and the program's name come with it; all are empty where none is fixed.
    """
    unsafe: Fixed | None = None
    for fixture in fixtures:
        if fixture.path.is_dir() or (program := fixed(fixture)).state not in ("safe", "unsafe"):
            continue
        if program.state == "safe":
            return diff(program), "--fix", fixture.path.name
        unsafe = unsafe or program
    return (diff(unsafe), "--fix --unsafe-fixes", unsafe.fixture.path.name) if unsafe is not None else ("", "", "")


def diff(program: Fixed) -> str:
    """Return what is changed in the first file of a program that is fixed, as a unified diff."""
    old, new = (text.splitlines(keepends=True) for text in (program.fixture.sources[0].text, program.texts[0]))
    name = program.fixture.path.name
    return "".join(unified_diff(old, new, name, name))
