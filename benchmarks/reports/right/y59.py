"""Supervise programs with posix_spawn and waitpid."""

import os
import signal
import sys


class Supervisor:
    def __init__(self):
        self.children = {}
        self.ended = {}

    def spawn(self, name, code):
        arguments = [sys.executable, "-c", code]
        pid = os.posix_spawn(sys.executable, arguments, os.environ)
        self.children[pid] = name

    def wait(self):
        while self.children:
            pid, status = os.wait()
            name = self.children.pop(pid, None)
            if name is not None:
                self.ended[name] = os.waitstatus_to_exitcode(status)
        return self.ended

    def kill(self, name):
        for pid, known in self.children.items():
            if known == name:
                os.kill(pid, signal.SIGKILL)


def main():
    supervisor = Supervisor()
    supervisor.spawn("good", "pass")
    supervisor.spawn("bad", "raise SystemExit(3)")
    supervisor.spawn("slow", "import time; time.sleep(60)")
    supervisor.kill("slow")
    print(sorted(supervisor.wait().items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
