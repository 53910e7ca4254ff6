"""Tasks for the server's processes that take long, fail or die, as the work on odd files may."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from flake8_mp.frontends.lsp.tasks import Task


@dataclass(frozen=True)
class Say(Task[str]):
    words: str

    def run(self) -> str:
        return self.words


@dataclass(frozen=True)
class Spin(Task[str]):
    """It works for so many seconds, and swallows what ordinary code swallows."""

    seconds: float

    def run(self) -> str:
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            try:
                sum(range(1000))
            except Exception:
                pass
        return "done"


@dataclass(frozen=True)
class Deaf(Task[str]):
    """It does not notice when it is given up."""

    seconds: float

    def run(self) -> str:
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            try:
                time.sleep(0.01)
            except BaseException:
                pass
        return "done"


@dataclass(frozen=True)
class Fail(Task[str]):
    def run(self) -> str:
        raise ValueError("it has failed")


@dataclass(frozen=True)
class Die(Task[str]):
    def run(self) -> str:
        os._exit(3)


@dataclass(frozen=True)
class Print(Task[str]):
    def run(self) -> str:
        print("noise on standard output")
        os.write(1, b"more noise\n")
        return "quiet"


@dataclass(frozen=True)
class Process(Task[int]):
    def run(self) -> int:
        return os.getpid()


@dataclass(frozen=True)
class Read(Task[str | None]):
    """It returns the text that stands in the place of a file."""

    path: str

    def run(self) -> str | None:
        from flake8_mp.facts.files import unsaved

        return unsaved.get(self.path)
