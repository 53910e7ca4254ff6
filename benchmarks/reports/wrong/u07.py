"""Run a function on several hosts at once and gather the outcomes."""

import argparse
import hashlib
import logging
import multiprocessing
import sys
from dataclasses import dataclass, field
from typing import Any, Callable

LOG = logging.getLogger("parallel")


@dataclass
class Outcome:
    host: str
    ok: bool
    payload: Any = None


def remote_download(host: str, size: int) -> bytes:
    """Stands for a download: content depends on the host only."""
    seed = hashlib.sha256(host.encode()).digest()
    return (seed * (size // len(seed) + 1))[:size]


def run_and_report(outbox, host: str, func: Callable, kwargs: dict) -> None:
    try:
        outbox.put(Outcome(host, True, func(host, **kwargs)))
    except Exception as exc:
        LOG.exception("task failed on %s", host)
        outbox.put(Outcome(host, False, repr(exc)))


@dataclass
class JobRunner:
    """Jobs on hosts; at most ``width`` at the same time."""

    func: Callable
    hosts: list
    kwargs: dict = field(default_factory=dict)
    width: int = 2

    def __post_init__(self):
        self.outbox = multiprocessing.Queue()
        self.finished: list = []

    def _start(self, host):
        worker = multiprocessing.Process(
            target=run_and_report, args=(self.outbox, host, self.func, self.kwargs), name=f"job-{host}"
        )
        worker.start()
        return worker

    def wait(self):
        """Start the jobs and come back when all of them are done."""
        waiting = list(self.hosts)
        while waiting:
            batch = [self._start(waiting.pop(0)) for _ in range(min(self.width, len(waiting)))]
            for worker in batch:
                worker.join()
                LOG.info("%s ended with %s", worker.name, worker.exitcode)
                self.finished.append(worker.name)
        return self

    def results(self):
        """One outcome a host, in order of hosts."""
        found = [self.outbox.get() for _ in self.hosts]
        return sorted(found, key=lambda outcome: self.hosts.index(outcome.host))


def main(argv=None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("hosts", nargs="*", default=["web--1", "web--2", "db--1"])
    parser.add_argument("--size", type=int, default=400_000)
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO)
    runner = JobRunner(remote_download, options.hosts, {"size": options.size})
    runner.wait()
    for outcome in runner.results():
        print(outcome.host, "ok" if outcome.ok else "failed", len(outcome.payload or b""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
