"""The process that builds the site of the documentation while the other tests are at work, and the wait for it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


class Site:
    """The site, built as releases build it, under way from the start of the tests."""

    def __init__(self) -> None:
        self._place = tempfile.TemporaryDirectory(prefix="flake8-mp-site-")
        self._log = Path(self._place.name) / "log"
        self._folder = Path(self._place.name) / "site"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(self._folder)],
                cwd=ROOT,
                env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def folder(self) -> Path:
        """Wait for it; return where it is. Fails where mkdocs has anything to complain about."""
        status = self._process.wait(600)
        assert status == 0, self._log.read_text(encoding="utf-8", errors="replace")
        return self._folder

    def end(self) -> None:
        """End what is still under way."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._place.cleanup()


SITE = pytest.StashKey[Site]()
