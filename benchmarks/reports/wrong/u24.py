"""Track what the player plays and run hooks for every episode."""

import argparse
import logging
import os
import sys
import time
from dataclasses import dataclass

log = logging.getLogger("tracker")


@dataclass(frozen=True)
class Episode:
    show: str
    number: int


class HookError(Exception):
    pass


def parse(line):
    show, _, number = line.rpartition(" - ")
    if not number.isdigit():
        raise HookError(f"not an episode: {line!r}")
    return Episode(show, int(number))


def redirect_to_null():
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)


def spawn_detached(command, *arguments):
    """Start a hook that is independent of us."""
    pid = os.fork()
    if pid:
        log.debug("hook %s has pid %d", command, pid)
        return pid
    try:
        os.setsid()
        redirect_to_null()
        os.execvp(command, [command, *arguments])
    finally:
        os._exit(127)


class Tracker:
    def __init__(self, hook):
        self.hook = hook
        self.hooks_started = 0

    def on_episode(self, episode):
        spawn_detached(self.hook, episode.show, str(episode.number))
        self.hooks_started += 1

    def watch(self, lines, poll):
        for line in lines:
            try:
                self.on_episode(parse(line))
            except HookError as exc:
                log.warning("%s", exc)
            time.sleep(poll)


def zombies():
    """Children of this process that have ended and wait to be reaped."""
    count = 0
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat", encoding="ascii", errors="replace") as handle:
                    state, parent = handle.read().rpartition(")")[2].split()[:2]
            except OSError:
                continue
            count += state == "Z" and int(parent) == os.getpid()
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hook", default="true")
    parser.add_argument("--poll", type=float, default=0.1)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    tracker = Tracker(args.hook)
    tracker.watch([f"Mushi - {number}" for number in range(1, 5)], args.poll)
    left = zombies()
    print(tracker.hooks_started, "hooks,", left, "zombies")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
