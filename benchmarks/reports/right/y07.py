"""Run a function on hosts; big results are read before the workers are joined."""

import hashlib
import multiprocessing
import sys


def remote_download(host, size):
    seed = hashlib.sha256(host.encode()).digest()
    return (seed * (size // len(seed) + 1))[:size]


def run_and_report(outbox, host, func, kwargs):
    try:
        outcome = (host, True, func(host, **kwargs))
    except Exception as exc:
        outcome = (host, False, repr(exc))
    outbox.put(outcome)


class JobRunner:
    def __init__(self, func, hosts, **kwargs):
        self.func = func
        self.hosts = hosts
        self.kwargs = kwargs
        self.outbox = multiprocessing.Queue()
        self.running = {}

    def start(self):
        for host in self.hosts:
            worker = multiprocessing.Process(
                target=run_and_report, args=(self.outbox, host, self.func, self.kwargs)
            )
            worker.start()
            self.running[host] = worker
        return self

    def wait(self):
        """Outcomes by host, once all workers have ended."""
        outcomes = {}
        while self.running:
            host, ok, payload = self.outbox.get()
            outcomes[host] = (ok, payload)
            self.running.pop(host).join()
        return outcomes


def main():
    outcomes = JobRunner(remote_download, ["web--1", "web--2"], size=400_000).start().wait()
    for host in sorted(outcomes):
        ok, payload = outcomes[host]
        print(host, ok, len(payload))
    return 0


if __name__ == "__main__":
    sys.exit(main())
