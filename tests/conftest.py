"""What several tests lean on: the places of this project, and flake8 as a user runs it."""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
import signal
import subprocess
import sys
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Any

import hypothesis
import pytest
from flake8.main.cli import main as flake8_main

from flake8_mp.engine import lint
from flake8_mp.frontends.cli import main
from flake8_mp.frontends.flake8_plugin import Plugin
from flake8_mp.rule import INTERNAL, Finding, all_rules
from flake8_mp.selfcheck.runner import isolates
from flake8_mp.settings import Settings
from tests.beside import PROGRAMS, SITE, Beside, SignsOfLife, Started, seen
from tests.keystone_runs import Seen

ROOT = Path(__file__).parent.parent

# How long examples take says more about what else the machine does than about the tests.
hypothesis.settings.register_profile("tests", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("tests")

LAMBDA_TO_POOL = """\
import multiprocessing

if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        print(pool.map(lambda n: n * n, [1, 2, 3]))
"""
"""A program that breaks under every start method, and on by default is one rule that says so: MP201."""

FUNCTION_TO_POOL = """\
import multiprocessing


def square(n):
    return n * n


if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        print(pool.map(square, [1, 2, 3]))
"""
"""The same program, fixed."""


EVERYTHING = Settings(enable=frozenset({"MP"}))
"""The settings under which every rule speaks."""


class Endless(BaseException):
    """The linter does not come to an end; no boundary against ordinary errors may swallow this."""


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """End what would run forever; so generous that a slow machine does not notice."""

    def stop(signum: int, frame: FrameType | None) -> None:
        raise Endless(f"still at it after {seconds} seconds")

    if not hasattr(signal, "setitimer"):  # Windows: the test runs without a guard
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def lint_soundly(source: str, path: str = "program.py", tree: ast.Module | None = None) -> list[Finding]:
    """Lint with every rule and hold what comes out against the source.

    Fails where the linter raises, does not end, reports an error of its own, or a place that is not in the
    source.
    """
    with time_limit(60):
        findings = lint(source, path, EVERYTHING, tree)
    lines = re.split(r"\r\n|\r|\n", source)
    for finding in findings:
        assert finding.code != INTERNAL, finding.message
        for span in (finding.span, *(related.span for related in finding.related if not related.path)):
            assert (span.line, span.column) <= (span.end_line, span.end_column), finding
            assert 1 <= span.line <= span.end_line <= len(lines), finding
            assert 0 <= span.column <= len(lines[span.line - 1]), finding
            assert 0 <= span.end_column <= len(lines[span.end_line - 1]), finding
    return findings


@cache
def lint_everything(source: str, path: Path) -> tuple[Finding, ...]:
    """Lint a source with every rule; it is done once for all tests that want to see what is found in it."""
    return tuple(lint(source, str(path), EVERYTHING))


def lint_enabling(source: str, path: Path, codes: Iterable[str]) -> list[Finding]:
    """Lint a source with the rules that are on by default, and with some more.

    Settings that enable rules change nothing but which of the findings are reported, which a test of the engine holds.
    So this takes them from those of every rule, which are computed once for all tests of a file.
    """
    settings = Settings(enable=frozenset(codes))
    on = {rule.code for rule in all_rules() if settings.wants(rule.code, rule.default)} | {INTERNAL}
    return [finding for finding in lint_everything(source, path) if finding.code in on]


@dataclass(frozen=True)
class Project:
    """A folder of the user's, with a flake8 configuration of its own, and flake8 run in it."""

    folder: Path

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def configure(self, *lines: str) -> None:
        self.write(".flake8", "\n".join(["[flake8]", *lines, ""]))

    def flake8(self, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run flake8 here, as a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "flake8", *arguments],
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def codes(self, *arguments: str, stdin: str | None = None) -> list[str]:
        """Run flake8 with only our codes selected: ``file:line:column code`` of every finding."""
        if stdin is None:
            out, err = self._in_this_process("--select", "MP", "--jobs=1", *arguments)
        else:
            run = self.flake8("--select", "MP", *arguments, stdin=stdin)
            out, err = run.stdout, run.stderr
        assert err == ""
        places = [line.split(" ", 2)[:2] for line in out.splitlines()]
        return sorted(f"{place.removesuffix(':')} {code}" for place, code in places)

    def _in_this_process(self, *arguments: str) -> tuple[str, str]:
        """Run flake8 without a process of its own, which would import it and its plugins each time."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        before = Plugin.settings, Plugin.excluded, Plugin.noqa
        try:
            with contextlib.chdir(self.folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                flake8_main(arguments)
        finally:
            Plugin.settings, Plugin.excluded, Plugin.noqa = before
        for stream in (out, err):
            stream.flush()
            stream.seek(0)
        return out.read(), err.read()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project, whose own configuration hides those in the folders above."""
    project = Project(tmp_path)
    project.configure()
    return project


@dataclass(frozen=True)
class CommandResult:
    """What the command said and returned."""

    status: int
    out: str
    err: str

    @property
    def places(self) -> list[str]:
        """``file:line:column CODE`` of each finding, of the output in the format ``concise``."""
        found = (re.match(r"(.*?): (MP\d{3}) ", line) for line in self.out.splitlines())
        return [f"{match[1]} {match[2]}" for match in found if match]


@dataclass(frozen=True)
class Command:
    """A folder of the user's, and the command flake8-mp in it."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    def write(self, name: str, text: str | bytes = LAMBDA_TO_POOL) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def __call__(self, *arguments: str) -> CommandResult:
        """Run the command in this process, as quickly as can be; the cache is one of its own."""
        self.capture.readouterr()
        try:
            status = main(arguments)
        except SystemExit as error:  # argparse
            status = error.code if isinstance(error.code, int) else 2
        result = self.capture.readouterr()
        return CommandResult(status, result.out, result.err)

    def concise(self, *arguments: str) -> CommandResult:
        return self(*arguments, "--output-format", "concise", "--quiet")

    def process(
        self, *arguments: str, stdin: bytes | None = None, **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        """Run the command as a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "flake8_mp", *arguments],
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            env={**os.environ, **environment},
            timeout=120,
            check=False,
        )


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """An empty folder, out of which no configuration is seen, and the command in it with a cache of its own."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / ".git").mkdir()  # what lies above is another's
    monkeypatch.chdir(folder)
    monkeypatch.setenv("FLAKE8_MP_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return Command(folder, capsys)


# -- the run as a whole -----------------------------------------------------------------------------------------------

NEEDED = {"site": SITE, "programs_run": PROGRAMS}
"""By the fixture, what runs beside the tests that ask for it; what takes longer comes later."""
BESIDE = pytest.StashKey[dict[str, Beside]]()


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Spread a run of all tests over the processors, where pytest-xdist is installed and nothing else is asked for."""
    option = config.option
    special = ("collectonly", "usepdb", "keyword", "markexpr", "lf", "failedfirst", "stepwise")
    is_worker = hasattr(config, "workerinput")  # one of those that pytest-xdist has started
    whole = config.args == config.getini("testpaths") and option.capture != "no" and not is_worker
    if not whole or any(getattr(option, name, None) for name in special):
        return
    if config.pluginmanager.hasplugin("xdist") and option.numprocesses is None and option.dist == "no":
        option.numprocesses, option.maxprocesses = "auto", option.maxprocesses or 8  # each of them collects all tests
        option.dist = "worksteal"


def pytest_sessionstart(session: pytest.Session) -> None:
    """Let Ctrl-C reach the programs that tests start, also where it was ignored when the tests were started."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGTERM) == signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was started is ended, and its files removed
    if getattr(session.config.option, "dist", "no") != "no" and not hasattr(session.config, "workerinput"):
        _start_beside(session.config, NEEDED)  # the processes that run the tests are started next
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None:
            started = session.config.stash[BESIDE]
            session.config.pluginmanager.register(SignsOfLife(reporter.write_line, started["programs_run"]))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Pass on to a process of pytest-xdist what has been started beside it."""
    node.workerinput["beside"] = {name: str(each.folder) for name, each in node.config.stash[BESIDE].items()}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what takes long, or looks at what is left on the whole machine, and last what waits for others.

    pytest-xdist gives each process a row of neighbours, and moves tests from the end of one row to another. Those that
    lint or fix the fixtures are neighbours, so that one process does it for all.
    """
    items.sort(key=lambda item: (_waits(item), not _is_first(item), not _takes_long(item), not _lints_fixtures(item)))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start beside the tests what they need, or find what has been started."""
    config = session.config
    if config.option.collectonly or BESIDE in config.stash:
        return
    if hasattr(config, "workerinput"):
        config.stash[BESIDE] = {name: Beside(Path(path)) for name, path in config.workerinput["beside"].items()}
    else:
        _start_beside(config, {name for item in session.items for name in getattr(item, "fixturenames", ())})


def pytest_unconfigure(config: pytest.Config) -> None:
    """End what is left of it, as after Ctrl-C."""
    for each in config.stash.get(BESIDE, {}).values():
        if isinstance(each, Started):
            each.end()


@pytest.fixture(scope="session")
def programs_run(request: pytest.FixtureRequest) -> Seen:
    """What was seen of the programs of the fixtures."""
    return seen(_result("programs_run", request.config))


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> Path:
    """The site of the documentation, built as releases build it."""
    return _result("site", request.config)


def _result(name: str, config: pytest.Config) -> Path:
    """Wait for what runs beside the tests, and show meanwhile how far it is."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")

    def report(last: str) -> None:
        if reporter is not None:
            reporter.write_line(f"waiting for {name}: {last}")

    return config.stash[BESIDE][name].wait(report)


def _start_beside(config: pytest.Config, wanted: Container[str]) -> None:
    missing = set() if all(map(find_spec, ("mkdocs", "material"))) else {"site"}
    started: dict[str, Beside] = {}
    for name, command in NEEDED.items():
        if name in wanted and name not in missing:
            # Programs that are not isolated would be taken for what other tests leave behind, and wait for their end.
            started[name] = Started(command, at_once=name == "site" or isolates())
    config.stash[BESIDE] = started


def _waits(item: pytest.Item) -> int:
    """Return at which place from the front a test is that waits for others, 0 for all that does not."""
    return max((place for place, name in enumerate(NEEDED, 1) if name in getattr(item, "fixturenames", ())), default=0)


def _lints_fixtures(item: pytest.Item) -> bool:
    names = ("test_fixtures_static", "test_architecture", "test_comments", "test_rules_keystone", "test_vocabulary")
    return item.path.stem in names


def _takes_long(item: pytest.Item) -> bool:
    return item.path.stem in ("test_fixers", "test_fixers_mass")


def _is_first(item: pytest.Item) -> bool:
    return item.path.stem in ("test_quality", "test_verify", "test_selfcheck_run", "test_selfcheck_cli")
