"""Build a package in a scratch directory; the unprivileged part of the work is done by a forked child."""

import os
import pathlib
import sys
import tempfile


def compile_sources(directory):
    for name in ("a", "b", "c"):
        (directory / f"{name}.o").write_bytes(b"\x7fELF" + name.encode())


def drop_privileges():
    os.umask(0o022)


def run_unprivileged(function, *args):
    """Call the function in a child; True if it went well."""
    pid = os.fork()
    if pid == 0:
        drop_privileges()
        try:
            function(*args)
        except OSError as error:
            print("compile failed:", error, file=sys.stderr)
            sys.exit(1)
        sys.exit(0)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status) == 0


def link(directory, target):
    objects = sorted(directory.glob("*.o"))
    target.write_bytes(b"".join(path.read_bytes() for path in objects))
    return len(objects)


def build(target):
    with tempfile.TemporaryDirectory(prefix="build-") as scratch:
        directory = pathlib.Path(scratch)
        if not run_unprivileged(compile_sources, directory):
            raise SystemExit("build failed")
        count = link(directory, directory / target)
        print(f"{target}: linked {count} objects")
        assert count == 3, "objects are missing"


def main():
    build("tool")


if __name__ == "__main__":
    main()
