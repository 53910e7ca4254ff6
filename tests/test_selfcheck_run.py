"""What a run amounts to, shown by small programs; and that nothing of them is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flake8_mp.selfcheck import runner, warden
from flake8_mp.selfcheck.fixture import Fixture, load
from flake8_mp.selfcheck.interpreter import InterpreterError, interpreter
from flake8_mp.selfcheck.outcome import Report, judge, raised
from flake8_mp.selfcheck.runner import RunError, run

SHM = Path("/dev/shm")  # where Linux shows the segments
MARK = "SELFCHECK_TEST_MARK"
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what is left is seen on Linux only")

Write = Callable[..., Fixture]


@pytest.fixture(params=[pytest.param(True, id="isolated"), pytest.param(False, id="plain")])
def isolated(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    if request.param and not runner.isolates():
        pytest.skip("no namespaces here")
    if not request.param:
        monkeypatch.setattr(runner, "isolates", lambda: False)
    return bool(request.param)


@pytest.fixture
def program(tmp_path: Path) -> Write:
    folder = tmp_path / "mp999_sample"
    folder.mkdir()

    def write(text: str, header: str = "", name: str = "bad.py") -> Fixture:
        path = folder / name
        path.write_text(
            f'"""A program."""\n# runs: fork=hang spawn=hang forkserver=hang\n{header}\n'
            f"import multiprocessing as mp, os, sys, time  # error: MP999\n{text}\n",
            encoding="utf-8",
        )
        return load(path)

    return write


@pytest.fixture
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Wait until no other process runs a test of this file: what one kills is still tidied up a moment later."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (shared / "selfcheck-run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(autouse=True)
def nothing_is_left(alone: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Fail where a process, a segment or a file outlives its run; ``tmp_path`` is made before the place is changed."""
    mark = uuid.uuid4().hex
    monkeypatch.setenv(MARK, mark)
    place = Path(tempfile.mkdtemp(prefix="sc-"))  # a short name, since there will be sockets in it
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    segments = set(SHM.iterdir()) if SHM.is_dir() else set()
    yield
    place.rmdir()  # which fails where something is in it
    assert processes_with(mark) == []
    new = (set(SHM.iterdir()) if SHM.is_dir() else set()) - segments
    # No process of this run lives any more: what a living one has mapped is that of a test which runs beside this one,
    # and so is what the resource tracker of a process that such a test has killed removes in a moment.
    ends = time.monotonic() + 10
    while left := [path for path in new if path.exists() and not warden.in_use(path.stat())]:
        if time.monotonic() > ends:
            break
        time.sleep(0.1)
    assert left == []


@LINUX
def test_a_semaphore_is_in_use_by_who_has_created_it() -> None:
    code = "import multiprocessing; lock = multiprocessing.get_context('spawn').Lock()"
    code += "; print('sem.' + lock._semlock.name[1:], flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        made = SHM / process.stdout.readline().strip()
        found = made.stat()
        assert warden.in_use(found)
        process.communicate("\n", timeout=30)
    assert not made.exists()
    assert not warden.in_use(found)


@LINUX
def test_a_segment_without_a_process_is_of_nobody() -> None:
    """What is looked for above is found: mapped while its process lives, and left when that has ended."""
    program = (
        "from multiprocessing import resource_tracker, shared_memory\n"
        "block = shared_memory.SharedMemory(create=True, size=64)\n"
        "resource_tracker.unregister(block._name, 'shared_memory')\n"
        "print(block.name, flush=True)\ninput()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    left = SHM / process.stdout.readline().strip()
    assert warden.in_use(left.stat())
    process.communicate("\n", timeout=30)
    assert left.exists()
    assert not warden.in_use(left.stat())
    left.unlink()


def processes_with(mark: str) -> list[str]:
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark.encode() in environ.read_bytes():
                found.append(environ.with_name("cmdline").read_text())
        except OSError:
            continue
    return found


def words(fixture: Fixture, method: str = "spawn", time_limit: float | None = None) -> set[str]:
    return set(run(fixture, method, time_limit=time_limit).words)


GUARD = 'if __name__ == "__main__":\n    '


@pytest.mark.usefixtures("isolated")
class TestWords:
    def test_ok(self, program: Write) -> None:
        assert words(program("print(1)\nprint()\nprint(2)", "# prints: 1\n# prints:\n# prints: 2")) == {"ok"}

    def test_wrong(self, program: Write) -> None:
        assert words(program("print(1)", "# prints: 2")) == {"wrong"}

    def test_exception_in_the_parent(self, program: Write) -> None:
        assert words(program("raise KeyError(1)")) == {"KeyError", "exit=1"}

    def test_exception_in_a_child_with_exit_status_0(self, program: Write) -> None:
        text = f"def work(): 1 / 0\n{GUARD}p = mp.Process(target=work); p.start(); p.join()"
        assert words(program(text)) == {"ZeroDivisionError"}

    def test_exit_status(self, program: Write) -> None:
        assert words(program("sys.exit(3)")) == {"exit=3"}

    @pytest.mark.skipif(sys.platform == "win32", reason="signals are not told there")
    def test_signal(self, program: Write) -> None:
        assert words(program("os.kill(os.getpid(), 11)")) == {"signal=SIGSEGV"}

    def test_hang(self, program: Write) -> None:
        text = f"def work(): time.sleep(99)\n{GUARD}p = mp.Process(target=work); p.start(); p.join()"
        started = time.monotonic()
        assert words(program(text), time_limit=1.5) == {"hang"}
        assert time.monotonic() - started < 15

    def test_respawn(self, program: Write) -> None:
        # On a busy machine it takes a while until so many were started that it is no coincidence.
        found = words(program("mp.Pool(2).map(abs, [1])"), time_limit=10)
        assert found >= {"hang", "respawn", "RuntimeError"}

    @LINUX
    def test_a_segment_left_by_name(self, program: Write) -> None:
        text = "import _posixshmem\nos.close(_posixshmem.shm_open('/mp-test', os.O_CREAT | os.O_RDWR, 0o600))"
        assert words(program(text)) == {"leak"}

    @LINUX
    def test_what_the_resource_tracker_says(self, program: Write) -> None:
        text = "from multiprocessing.shared_memory import SharedMemory\ns = SharedMemory(create=True, size=8)"
        assert words(program(text)) == {"leak"}

    @LINUX
    def test_an_orphan(self, program: Write) -> None:
        text = "if os.fork() == 0: time.sleep(99)\nos._exit(0)"
        assert words(program(text)) == {"orphan"}

    @LINUX
    def test_processes_that_left_the_session_are_ended(self, program: Write) -> None:
        text = (
            "if os.fork() == 0: os.setsid(); time.sleep(99)\nif os.fork() == 0: os.setsid(); os.fork()\ntime.sleep(99)"
        )
        assert words(program(text), time_limit=1) == {"hang"}

    def test_a_warning(self, program: Write) -> None:
        assert words(program("import warnings; warnings.warn('careful')")) == {"warns=UserWarning"}


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
class TestStartMethod:
    """The method under test is the default, and still the program's own to choose."""

    @pytest.fixture(autouse=True)
    def there(self, method: str) -> None:
        if method not in interpreter().methods:
            pytest.skip(f"no {method} here")

    def test_it_is_the_default_and_not_fixed(self, program: Write, method: str) -> None:
        text = (
            f"{GUARD}assert mp.get_start_method(allow_none=True) is None\n"
            "    print(mp.get_all_start_methods().index('spawn') >= 0, mp.get_context().get_start_method())\n"
        )
        assert words(program(text, f"# prints: True {method}"), method) == {"ok"}

    def test_set_start_method_works_once(self, program: Write, method: str) -> None:
        text = f"{GUARD}mp.set_start_method('spawn')\n    print(mp.get_start_method())\n"
        assert words(program(text, "# prints: spawn"), method) == {"ok"}
        text += "    mp.set_start_method('spawn')\n"
        assert words(program(text), method) == {"RuntimeError", "exit=1"}

    def test_a_child_has_the_method_of_its_parent(self, program: Write, method: str) -> None:
        text = (
            "def work(): print(mp.get_start_method(), flush=True)\n"
            f"{GUARD}p = mp.Process(target=work); p.start(); p.join()"
        )
        assert words(program(text, f"# prints: {method}"), method) == {"ok"}

    def test_nothing_is_imported_before_the_program_does_it(self, program: Write, method: str) -> None:
        fixture = program("", "# prints: []")
        fixture.path.write_text(
            '"""A program."""\n# runs: fork=hang spawn=hang forkserver=hang\n# prints: []\n'
            "import sys  # error: MP999\nprint([name for name in sys.modules if 'multip' in name])\n"
        )
        assert words(load(fixture.path), method) == {"ok"}


@pytest.mark.skipif(sys.platform == "win32", reason="signals work differently there")
@pytest.mark.usefixtures("isolated")
def test_an_interrupted_run_leaves_nothing(program: Write) -> None:
    """The fixture around every test looks for what is left."""
    fixture = program("mp.Pool(2).map(abs, [1])")
    threading.Timer(1.5, runner.end_all).start()
    with pytest.raises(RunError, match="could not be run"):
        run(fixture, "spawn", time_limit=60)


class TestHowItIsRun:
    def test_as_a_script_in_a_directory_of_its_own(self, program: Write) -> None:
        text = (
            "import tempfile, pathlib\n"
            "print(sys.argv, __name__, __package__, os.listdir())\n"
            "print(pathlib.Path(tempfile.gettempdir()).parent == pathlib.Path.cwd().parent)\n"
        )
        header = "# args: a 'b c'\n# prints: ['bad.py', 'a', 'b c'] __main__ None ['bad.py']\n# prints: True"
        assert words(program(text, header)) == {"ok"}

    def test_as_a_package(self, program: Write) -> None:
        header = "# run-as: package\n# prints: pkg/__main__.py pkg"
        text = "print('/'.join(__file__.replace(os.sep, '/').split('/')[-2:]), __package__)"
        assert words(program(text, header)) == {"ok"}

    def test_as_a_module(self, program: Write) -> None:
        assert words(program("print(__spec__.name)", "# run-as: module\n# prints: bad")) == {"ok"}

    def test_with_flags(self, program: Write) -> None:
        assert words(program("print(sys.warnoptions)", "# flags: -W always\n# prints: ['always']")) == {"ok"}

    def test_a_folder(self, program: Write) -> None:
        fixture = program("")
        folder = fixture.path.with_name("bad_two")
        folder.mkdir()
        text = fixture.path.read_text().replace("import multi", "import helper, multi", 1)
        (folder / "main.py").write_text(text)
        (folder / "helper.py").write_text("raise LookupError")
        assert words(load(folder)) == {"LookupError", "exit=1"}

    def test_the_environment_does_not_reach_in(self, program: Write, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PYTHONWARNINGS", "error")
        monkeypatch.setenv("PYTHONSTARTUP", "x")
        fixture = program("print(sys.warnoptions, 'PYTHONSTARTUP' in os.environ)", "# prints: [] False")
        assert words(fixture) == {"ok"}

    def test_a_flood_of_output_is_cut(self, program: Write) -> None:
        outcome = run(program("for _ in range(9999): print('x' * 99)"), "spawn")
        assert outcome.words == {"ok"}
        assert len(outcome.report.stdout) < 500_000

    def test_an_interpreter_that_cannot_be_run(self, program: Write) -> None:
        with pytest.raises(InterpreterError, match="no-such-python"):
            run(program(""), "spawn", "no-such-python")

    def test_an_interpreter_that_is_none(self) -> None:
        with pytest.raises(InterpreterError, match="not a usable Python"):
            interpreter(f"{sys.executable} -c pass")

    def test_watching_that_fails_is_not_an_outcome(self, program: Write, monkeypatch: pytest.MonkeyPatch) -> None:
        broken = program("", name="bad_warden.py").path
        broken.write_text("raise SystemExit('no watching today')")
        fixture = program("")
        monkeypatch.setattr(runner, "isolates", lambda: False)
        monkeypatch.setattr(warden, "__file__", str(broken))
        with pytest.raises(RunError, match=r"mp999_sample/bad\.py: could not be run: no watching today"):
            run(fixture, "spawn")


CHAIN = """Traceback (most recent call last):
  File "x.py", line 1, in <module>
AttributeError: no attribute
\nThe above exception was the direct cause of the following exception:\n
Traceback (most recent call last):
_pickle.PicklingError: Can't pickle
when serializing dict item 'x'
"""
REMOTE = '''multiprocessing.pool.RemoteTraceback:
"""
Traceback (most recent call last):
  File "pool.py", line 125, in worker
ValueError: twice
"""

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "x.py", line 3, in <module>
ValueError: twice
'''
INTERLEAVED = """Process SpawnProcess-1:
Process SpawnProcess-2:
Traceback (most recent call last):
Traceback (most recent call last):
  File "x.py", line 1, in f
  File "x.py", line 1, in f
KeyError: 1
__main__.f.<locals>.Mine: 2
"""


@pytest.mark.parametrize(
    ("stderr", "names"),
    [
        ("", set()),
        ("KeyError: no traceback\n", set()),
        (CHAIN, {"PicklingError"}),
        (REMOTE, {"ValueError"}),
        (INTERLEAVED, {"KeyError", "Mine"}),
        ("Traceback (most recent call last):\n  File\nKeyboardInterrupt\n", {"KeyboardInterrupt"}),
        ("Traceback (most recent call last):\nstruct.error: x\n", {"error"}),
        ("  + Exception Group Traceback (most recent call last):\n  |   File\n  | ExceptionGroup: x (1 sub)\n", {"ExceptionGroup"}),
    ],
    ids=["nothing", "no-traceback", "chain", "remote", "interleaved", "no-message", "lower-case", "group"],
)  # fmt: skip
def test_names_in_tracebacks(stderr: str, names: set[str]) -> None:
    assert set(raised(stderr)) == names


def test_an_unknown_signal_has_a_number() -> None:
    unknown = next(number for number in range(1, 200) if number not in set(signal.Signals))
    assert judge(Report(-unknown, 0.1, "", "")).words == {f"signal=SIG{unknown}"}


def test_output_does_not_count_where_it_ended_badly() -> None:
    assert judge(Report(1, 0.1, "", ""), ("x",)).words == {"exit=1"}
