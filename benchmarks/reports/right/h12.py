"""The forked child leaves by os._exit, so the parent's temporary directory stays."""

import os
import pathlib
import tempfile
import traceback


def compile_sources(directory):
    for name in "abc":
        (directory / f"{name}.o").write_bytes(name.encode())


def run_unprivileged(function, *args):
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            function(*args)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status) == 0


def main():
    with tempfile.TemporaryDirectory() as scratch:
        directory = pathlib.Path(scratch)
        assert run_unprivileged(compile_sources, directory)
        print(len(list(directory.glob("*.o"))), "objects")


if __name__ == "__main__":
    main()
