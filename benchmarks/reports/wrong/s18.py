"""A small test runner whose tests exercise a forking lock file helper."""
from __future__ import annotations

import os
import sys
import tempfile
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable


class LockFile:
    def __init__(self, path: Path) -> None:
        self.path = path

    def acquire(self) -> bool:
        try:
            fd = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            return False
        os.write(fd, str(os.getpid()).encode())
        os.close(fd)
        return True

    def release(self) -> None:
        self.path.unlink(missing_ok=True)


def test_acquire(folder: Path) -> None:
    lock = LockFile(folder / "a.lock")
    assert lock.acquire()
    lock.release()


def test_contended(folder: Path) -> None:
    lock = LockFile(folder / "b.lock")
    assert lock.acquire()
    pid = os.fork()
    if pid == 0:
        assert not LockFile(folder / "b.lock").acquire()
        sys.exit(0)
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    lock.release()


def test_release(folder: Path) -> None:
    lock = LockFile(folder / "c.lock")
    lock.acquire()
    lock.release()
    assert lock.acquire()


@dataclass
class Runner:
    passed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def run(self, tests: list[Callable[[Path], None]]) -> None:
        with tempfile.TemporaryDirectory() as tmp:
            for test in tests:
                try:
                    test(Path(tmp))
                except BaseException:
                    traceback.print_exc(limit=1)
                    self.failed.append(test.__name__)
                else:
                    self.passed.append(test.__name__)


def main() -> int:
    runner = Runner()
    runner.run([test_acquire, test_contended, test_release])
    print(f"[{os.getpid()}] passed {runner.passed} failed {runner.failed}", flush=True)
    return 1 if runner.failed else 0


if __name__ == "__main__":
    sys.exit(main())
