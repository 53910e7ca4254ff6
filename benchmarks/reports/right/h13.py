"""Exit handlers that only act in the process that registered them; forked helpers leave by sys.exit."""

import atexit
import os
import pathlib
import sys
import tempfile


class PidFile:
    def __init__(self, path):
        self.path = path
        self.owner = os.getpid()
        path.write_text(str(self.owner))
        atexit.register(self.remove)

    def remove(self):
        if os.getpid() == self.owner:
            self.path.unlink()


def main():
    directory = pathlib.Path(tempfile.mkdtemp())
    pid_file = PidFile(directory / "service.pid")
    helpers = []
    for number in range(2):
        pid = os.fork()
        if not pid:
            (directory / f"report-{number}").touch()
            sys.exit(0)
        helpers.append(pid)
    for pid in helpers:
        os.waitpid(pid, 0)
    print("pid file is there:", pid_file.path.exists())
    assert pid_file.path.exists()


if __name__ == "__main__":
    main()
