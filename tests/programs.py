"""The process that runs the programs of the fixtures while the other tests are at work, and the wait for it."""

from __future__ import annotations

import pickle
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from flake8_mp.selfcheck.runner import isolates
from tests.keystone_runs import Seen

EVERY = 10.0  # seconds between two signs of life
ROOT = Path(__file__).parent.parent


class Programs:
    """The runs of all programs, under way from the start of the tests."""

    def __init__(self) -> None:
        self._found: Seen | None = None
        self._process: subprocess.Popen[bytes] | None = None
        if isolates():  # else they would take what other tests share for what they leave behind
            self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        self._place = tempfile.TemporaryDirectory(prefix="flake8-mp-tests-")
        self._file = Path(self._place.name) / "results"
        self._log = Path(self._place.name) / "log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.keystone_runs", str(self._file)],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        return self._process

    def results(self, config: pytest.Config) -> Seen:
        """Wait for the results, and show meanwhile on the terminal how far they are."""
        if self._found is None:
            process = self._process or self._start()
            reporter = config.pluginmanager.get_plugin("terminalreporter")
            reported = time.monotonic()
            while process.poll() is None:
                time.sleep(0.1)
                if reporter is not None and time.monotonic() - reported >= EVERY:
                    reported = time.monotonic()
                    reporter.write_line(f"programs run: {self._last_line()}")
            if process.returncode != 0:
                raise RuntimeError(f"the programs could not be run: {self._log.read_text(errors='replace')[-2000:]}")
            self._found = pickle.loads(self._file.read_bytes())  # written by ourselves
        return self._found

    def _last_line(self) -> str:
        return (self._log.read_text(errors="replace").splitlines() or ["none"])[-1]

    def end(self) -> None:
        """End what is still under way."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._place.cleanup()


PROGRAMS = pytest.StashKey[Programs]()
