"""Probes run in processes that are forked, as they are many and small."""

import multiprocessing

from hosts import ping

fork = multiprocessing.get_context("fork")


class Prober:
    def __init__(self, journal):
        self.journal = journal

    def _probe(self, host, result):
        self.journal.write(f"probing {host}")
        result.value = ping(host)

    def probe_all(self, hosts):
        for host in hosts:
            result = fork.Value("b", False)
            process = fork.Process(target=self._probe, args=(host, result), name=f"probe-{host}")
            process.start()
            process.join()
            yield host, bool(result.value)
