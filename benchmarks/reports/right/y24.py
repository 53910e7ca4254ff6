"""Run a hook for every episode with os.fork() and reap the children."""

import os
import sys
import time


class Hooks:
    def __init__(self, command):
        self.command = command
        self.running = set()

    def spawn(self, *arguments):
        pid = os.fork()
        if pid == 0:
            try:
                os.execvp(self.command, [self.command, *arguments])
            finally:
                os._exit(127)
        self.running.add(pid)

    def reap(self, block=False):
        ended = 0
        for pid in list(self.running):
            found, _status = os.waitpid(pid, 0 if block else os.WNOHANG)
            if found:
                self.running.discard(pid)
                ended += 1
        return ended


def main():
    hooks = Hooks("true")
    ended = 0
    for number in range(4):
        hooks.spawn("Mushi", str(number))
        time.sleep(0.02)
        ended += hooks.reap()
    ended += hooks.reap(block=True)
    print(ended, "hooks,", len(hooks.running), "left")
    return 0


if __name__ == "__main__":
    sys.exit(main())
