"""Fork one child per file, as shells do, and wait for all of them."""
import os
import sys
import tempfile
from pathlib import Path


def spawn(function, *args) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        function(*args)
        code = 0
    except Exception as error:
        os.write(2, f"child failed: {error!r}\n".encode())
    finally:
        os._exit(code)


def upper(path: Path) -> None:
    path.with_suffix(".up").write_text(path.read_text().upper())


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for n in range(4):
            (folder / f"{n}.txt").write_text(f"text {n}")
        print("before the forks")
        running = {spawn(upper, path): path for path in sorted(folder.glob("*.txt"))}
        failed = 0
        while running:
            pid, status = os.waitpid(-1, 0)
            path = running.pop(pid)
            if os.waitstatus_to_exitcode(status):
                failed += 1
                print("failed:", path.name)
        print(sorted(p.read_text() for p in folder.glob("*.up")))
    return failed


if __name__ == "__main__":
    sys.exit(main())
