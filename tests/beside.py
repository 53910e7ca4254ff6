"""What runs beside the tests: the programs of the fixtures, of which many only sleep, and the site that mkdocs builds.

The process that collects the tests starts both; where pytest-xdist spreads the tests over several processes, its
controller does. A test that needs what they make waits for it, in whatever process it runs: it is known by its folder.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.keystone_runs import Seen

ROOT = Path(__file__).parent.parent
EVERY = 10.0  # seconds between two signs of life
STALLED = 600.0  # seconds without any progress after which waiting for it is given up


class Beside:
    """A process that works beside the tests, and the wait for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.result = folder / "result"
        self._log = folder / "log"
        self._status = folder / "status"
        self._wanted = folder / "wanted"

    def wait(self, report: Callable[[str], None] = lambda last: None) -> Path:
        """Wait until it is done; return where its result is.

        ``report`` is called with the last line that it has written, again and again. Raises RuntimeError, with all that
        it has written, where it has failed or writes nothing any more.
        """
        self._wanted.touch()
        moved, last = time.monotonic(), ""
        reported = moved
        while not self._status.exists():
            time.sleep(0.1)
            now = time.monotonic()
            if (line := self.last_line()) != last:
                moved, last = now, line
            if now - moved > STALLED:
                raise RuntimeError(f"nothing has happened for {STALLED:.0f} seconds: {self._text()}")
            if now - reported >= EVERY:
                reported = now
                report(last)
        if self._status.read_text(encoding="ascii") != "0":
            raise RuntimeError(self._text())
        return self.result

    def last_line(self) -> str:
        """Return the last line that it has written."""
        return (self._text().splitlines() or ["none"])[-1]

    def _text(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")[-4000:]


class Started(Beside):
    """The same in the process that starts it: at once, or when a test waits for it."""

    def __init__(self, command: Sequence[str], at_once: bool = True) -> None:
        self._place = tempfile.TemporaryDirectory(prefix="flake8-mp-tests-")
        super().__init__(Path(self._place.name))
        self._log.touch()
        self._command = command
        self._over = threading.Event()
        if at_once:
            self._wanted.touch()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def _watch(self) -> None:
        """Start it as soon as it is wanted, wait for its end or that of the tests, and note how it ended."""
        while not self._wanted.exists():
            if self._over.wait(0.1):
                return
        with self._log.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *self._command, str(self.result)],
                cwd=ROOT,
                env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        while process.poll() is None:
            if self._over.wait(0.1):
                _end(process)
                return
        new = self._status.with_suffix(".new")
        new.write_text(str(process.returncode), encoding="ascii")
        new.replace(self._status)

    def end(self) -> None:
        """End what is still under way, and remove what it has made."""
        self._over.set()
        self._watcher.join()
        self._place.cleanup()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class SignsOfLife:
    """Reports what is under way where no test has ended for a while."""

    def __init__(self, write_line: Callable[[str], None], programs: Beside) -> None:
        self._write_line = write_line
        self._programs = programs
        self._last = time.monotonic()
        self._running: dict[str, None] = {}
        self._over = threading.Event()
        threading.Thread(target=self._report, daemon=True).start()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """A test begins."""
        self._running[nodeid] = None

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """A test has ended."""
        self._running.pop(nodeid, None)
        self._last = time.monotonic()

    def pytest_sessionfinish(self) -> None:
        """All have."""
        self._over.set()

    def _report(self) -> None:
        while not self._over.wait(1.0):
            if time.monotonic() - self._last >= EVERY:
                self._last = time.monotonic()
                running = [nodeid.removeprefix("tests/") for nodeid in tuple(self._running)]
                self._write_line(
                    f"programs run: {self._programs.last_line()}; tests: {', '.join(running) or 'collected'}"
                )


PROGRAMS = ("-m", "tests.keystone_runs")
SITE = ("-m", "mkdocs", "build", "--strict", "--site-dir")


def seen(path: Path) -> Seen:
    """Read what was seen of the programs; it was written by ourselves."""
    results: Seen = pickle.loads(path.read_bytes())
    return results
