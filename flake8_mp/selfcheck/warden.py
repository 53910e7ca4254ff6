"""Watches over one run of a program: started as a script, one process for each run.

Where the system allows it, the program lives in namespaces of its own, with a private ``/proc`` and
``/dev/shm``, and this is process 1 there: orphans become its children, and what is left behind is exactly
what it finds at the end. Elsewhere it looks at what has appeared meanwhile. It imports nothing of the
package, so that it starts quickly and any Python can execute it.

``warden.py --probe`` exits with 0 where namespaces can be had, else with 1; ``warden.py JOB`` reads a job
written by the runner and writes its report beside it.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

_AFTER = 0.2
"""Seconds that a process has to remove what it has just ceased to use, such as a semaphore."""
GRACE = 2.0
"""Seconds that other processes of a program have to end after its main process did."""

_NEW_MOUNTS, _NEW_IPC, _NEW_USER, _NEW_PIDS = 0x00020000, 0x08000000, 0x10000000, 0x20000000
_RECURSIVE, _PRIVATE, _NO_SUID, _NO_DEVICES = 0x4000, 0x40000, 0x2, 0x4
_DIE_WITH_PARENT, _ADOPT_ORPHANS = 1, 36
_SHM = "dev/shm"


def isolate(root: Path) -> bool:
    """Move to new namespaces, with root rights or as the root of a new user namespace.

    Returns whether that worked; if so, this process is process 1 of a new pid namespace, and its parent waits
    for it and exits with its status.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    wanted = _NEW_MOUNTS | _NEW_IPC | _NEW_PIDS
    uid, gid = os.getuid(), os.getgid()
    if libc.unshare(wanted) != 0:
        if libc.unshare(wanted | _NEW_USER) != 0:
            return False
        try:
            Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
            Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1", encoding="ascii")
            Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1", encoding="ascii")
        except OSError:
            return False
    shm = os.fsencode(root / _SHM)
    if libc.mount(b"none", b"/", None, _RECURSIVE | _PRIVATE, None) != 0:
        return False
    if libc.mount(b"tmpfs", shm, b"tmpfs", _NO_SUID | _NO_DEVICES, b"mode=1777") != 0:
        return False
    first = os.fork()
    if first:
        signal.signal(signal.SIGTERM, lambda *_: os.kill(first, signal.SIGKILL))
        os._exit(os.waitstatus_to_exitcode(os.waitpid(first, 0)[1]) & 0xFF)
    libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    # A private /proc is refused where parts of the outer one are hidden, as in most containers; programs then
    # see numbers of processes that are not theirs, which none of them looks at.
    libc.mount(b"proc", os.fsencode(root / "proc"), b"proc", _NO_SUID | _NO_DEVICES, None)
    return True


class Watch:
    """One program under watch: started, waited for, ended, and what it left counted."""

    def __init__(self, job: dict[str, Any], isolated: bool, runner: int) -> None:
        self.job = job
        self.runner = runner
        self.isolated = isolated
        self.adopts = isolated
        if sys.platform.startswith("linux") and not isolated:
            self.adopts = ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1) == 0
        self.shm = Path(job["root"]) / _SHM
        self.before = self.segments()
        self.status: int | None = None
        self.pid = 0

    def run(self) -> dict[str, Any]:
        """Run the program to its end or to the time limit, then end all its processes, and report."""
        limit = self.job["time_limit"]
        births = [0, 0]
        killed = True
        started = time.monotonic()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        with Path(self.job["stdout"]).open("wb") as out, Path(self.job["stderr"]).open("wb") as err:
            program = subprocess.Popen(
                self.job["command"],
                env=self.job["environment"],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
                preexec_fn=self.enter,  # safe, since this process has one thread
            )
        self.pid = program.pid
        try:
            if not self.wait(started + limit / 2):
                births[0] = self.births()
                if not self.wait(started + limit):
                    births[1] = self.births()
            seconds = time.monotonic() - started
            orphans = self.status is not None and not self.wait_for_all(time.monotonic() + GRACE)
            killed = self.status is None or orphans
        finally:
            self.end()
            left = sorted(self.segments() - self.before)
            if not self.isolated:
                # It is not known whose a segment is that has appeared meanwhile. What nothing uses any more is removed
                # where processes that would have done so were killed, and where the job wants nothing to be left.
                left = [name for name in left if self.is_left(name, remove=killed or self.job["tidy"])]
        program.returncode = 0  # waited for above, whatever it was; the object must not ask again
        return {
            "status": None if self.status is None else os.waitstatus_to_exitcode(self.status),
            "seconds": round(seconds, 3),
            "orphans": orphans,
            "left": left if self.status is not None else [],
            "births": births,
        }

    def enter(self) -> None:
        """Change the root and the directory in the new process, before it executes the program."""
        if self.job["root"] != "/":
            os.chroot(self.job["root"])
        os.chdir(self.job["directory"])

    def wait(self, until: float) -> bool:
        """Wait until the main process has ended or a time has come; return whether it has ended."""
        pause = 0.002
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == self.pid:
                self.status = status
                return True
            if pid == 0:
                if time.monotonic() >= until:
                    return False
                if not self.isolated and os.getppid() != self.runner:
                    sys.exit(1)  # the runner is gone: the program is ended on the way out
                time.sleep(pause)
                pause = min(pause * 1.5, 0.05)

    def wait_for_all(self, until: float) -> bool:
        """Wait until no process of the program is left or a time has come; return whether none is."""
        while self.alive():
            if time.monotonic() >= until:
                return False
            time.sleep(0.005)
        return True

    def alive(self) -> bool:
        """Return whether a process of the program is left, as far as the system lets it be seen."""
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            if self.adopts:
                return False
        else:
            return True
        try:
            os.killpg(self.pid, 0)
        except (ProcessLookupError, PermissionError):
            return False
        return True

    def births(self) -> int:
        """Count the processes and threads that there have been: the next one's number shows it."""
        if not self.isolated:
            return 0
        probe = os.fork()
        if probe == 0:
            os._exit(0)
        os.waitpid(probe, 0)
        return probe

    def end(self) -> None:
        """End all processes of the program, those too that have left its session."""
        deadline = time.monotonic() + 10
        while True:
            if self.isolated:
                _kill(-1)
            else:
                _kill(-self.pid)
                for child in _children():
                    _kill(child)
            if not self.alive() or time.monotonic() >= deadline:
                return
            time.sleep(0.005)

    def segments(self) -> set[str]:
        """Name the shared-memory segments and semaphores that the system shows."""
        return {entry.name for entry in self.shm.iterdir()} if self.shm.is_dir() else set()

    def is_left(self, name: str, remove: bool) -> bool:
        """Return whether a segment that has appeared is left behind, and remove it if asked to.

        One that a process still uses is another program's.
        """
        path = self.shm / name
        try:
            found = path.stat()
            if found.st_uid != os.getuid() or in_use(found):
                return False
            time.sleep(_AFTER)
            if in_use(found):
                return False
            path.stat()  # it is still there
            if remove:
                path.unlink()
        except OSError:
            return False
        return True


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def _children() -> list[int]:
    """List the children of this process, where there is a ``/proc`` to ask."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_bytes().rpartition(b")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid():
            found.append(int(stat.parent.name))
    return found


def in_use(found: os.stat_result) -> bool:
    """Return whether a process that may be looked at has a file mapped, by the device and the inode of the file.

    Its name says nothing: ``sem_open()`` of glibc maps a semaphore that it creates under another one, and renames it.
    """
    wanted = b" %02x:%02x %d " % (os.major(found.st_dev), os.minor(found.st_dev), found.st_ino)
    for maps in Path("/proc").glob("[0-9]*/maps"):
        try:
            if wanted in maps.read_bytes():
                return True
        except OSError:
            continue
    return False


def run_on_windows(job: dict[str, Any]) -> dict[str, Any]:
    """Run a program where there are no sessions and no orphans' parent: its tree is ended at the limit."""
    started = time.monotonic()
    with Path(job["stdout"]).open("wb") as out, Path(job["stderr"]).open("wb") as err:
        program = subprocess.Popen(
            job["command"],
            cwd=job["directory"],
            env=job["environment"],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
        status: int | None
        try:
            status = program.wait(job["time_limit"])
        except subprocess.TimeoutExpired:
            status = None
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(program.pid)], check=False, capture_output=True)
            program.wait()
    seconds = round(time.monotonic() - started, 3)
    return {"status": status, "seconds": seconds, "orphans": False, "left": [], "births": [0, 0]}


def main(arguments: list[str]) -> int:
    """Probe, or run a job; return the exit status."""
    if arguments == ["--probe"]:
        return 0 if isolate(Path("/")) else 1
    path = Path(arguments[0])
    job = json.loads(path.read_text(encoding="utf-8"))
    runner = os.getppid()
    if sys.platform.startswith("linux"):
        # The runner may be killed without notice; then nothing of the program must go on.
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)
        if os.getppid() != runner:
            return 1
    if os.name == "nt":
        report = run_on_windows(job)
    else:
        report = Watch(job, bool(job["isolate"]) and isolate(Path(job["root"])), runner).run()
    path.with_name("report.json").write_text(json.dumps(report), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
