"""Host investigator: requests go to a helper process, a thread handles the replies."""
from __future__ import annotations

import logging
import multiprocessing as mp
import threading
from dataclasses import dataclass
from multiprocessing.queues import Queue

log = logging.getLogger("investigator")

STOP = object()


@dataclass(frozen=True)
class Report:
    address: str
    os_name: str
    cpus: int


def probe(address: str) -> Report:
    last = int(address.rsplit(".", 1)[1])
    return Report(address, "fedora" if last % 2 else "atomic", 1 + last % 4)


def investigator_main(requests: Queue, responses: Queue) -> None:
    while True:
        item = requests.get()
        if item is STOP:
            responses.put(STOP)
            return
        responses.put(probe(item))


class InvestigatorPlugin:
    def __init__(self) -> None:
        self.requests: Queue = mp.Queue()
        self.responses: Queue = mp.Queue()
        self.reports: dict[str, Report] = {}
        self.process = mp.Process(target=investigator_main, args=(self.requests, self.responses))
        self.thread = threading.Thread(target=self._collect)

    def start(self) -> None:
        self.process.start()
        self.thread.start()

    def _collect(self) -> None:
        while (item := self.responses.get()) is not STOP:
            self.reports[item.address] = item

    def investigate(self, addresses: list[str]) -> None:
        for address in addresses:
            self.requests.put(address)

    def stop(self) -> None:
        self.requests.put(STOP)
        self.process.join()
        self.thread.join()


def main() -> None:
    logging.basicConfig(level=logging.INFO)
    plugin = InvestigatorPlugin()
    plugin.start()
    plugin.investigate([f"10.0.0.{i}" for i in range(1, 6)])
    plugin.stop()
    for report in plugin.reports.values():
        print(report)


if __name__ == "__main__":
    main()
