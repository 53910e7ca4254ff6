"""Task cluster: a sentinel forks workers and replaces those that exceed their time limit."""
import argparse
import logging
import os
import signal
import time
from dataclasses import dataclass, field

log = logging.getLogger("cluster")


@dataclass
class Worker:
    pid: int
    task: str
    started: float = field(default_factory=time.monotonic)

    def overdue(self, limit):
        return time.monotonic() - self.started > limit


def execute(task):
    if task.startswith("slow"):
        time.sleep(60)
    return 0


class Sentinel:
    def __init__(self, tasks, limit, size):
        self.tasks = list(tasks)
        self.limit = limit
        self.size = size
        self.workers = []
        self.timed_out = []
        self.finished = []

    def spawn(self):
        task = self.tasks.pop(0)
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                code = execute(task)
            finally:
                os._exit(code)
        self.workers.append(Worker(pid, task))

    def guard(self):
        for worker in list(self.workers):
            if worker.overdue(self.limit):
                log.warning("reincarnated worker %d after timeout in %s", worker.pid, worker.task)
                os.kill(worker.pid, signal.SIGKILL)
                self.workers.remove(worker)
                self.timed_out.append(worker.task)
                continue
            pid, _ = os.waitpid(worker.pid, os.WNOHANG)
            if pid:
                self.workers.remove(worker)
                self.finished.append(worker.task)
        while self.tasks and len(self.workers) < self.size:
            self.spawn()

    def run(self):
        while self.tasks or self.workers:
            self.guard()
            time.sleep(0.05)


def defunct_children():
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as stat:
                    fields = stat.read().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if fields[0] == "Z" and int(fields[1]) == os.getpid():
                found.append(int(entry))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=float, default=0.4)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    sentinel = Sentinel(["mail", "slow-export", "slow-sync", "report"], args.limit, 2)
    sentinel.run()
    left = defunct_children()
    print(f"finished {sentinel.finished}, timed out {sentinel.timed_out}, defunct {len(left)}")
    return 1 if left else 0


if __name__ == "__main__":
    raise SystemExit(main())
