"""Address geocoder: fills a joinable queue and waits until it has been worked off."""
from __future__ import annotations

import argparse
from multiprocessing import JoinableQueue, Manager, Process


def geocode(address: str) -> tuple[float, float]:
    street, city = address.split(", ")
    return len(street) / 10, len(city) / 10


class Worker(Process):
    def __init__(self, inbox: JoinableQueue, results) -> None:
        super().__init__(daemon=True)
        self.inbox = inbox
        self.results = results

    def run(self) -> None:
        while True:
            address = self.inbox.get()
            self.results[address] = geocode(address)
            self.inbox.task_done()


class Geocoder:
    def __init__(self, workers: int) -> None:
        self.manager = Manager()
        self.results = self.manager.dict()
        self.inbox: JoinableQueue = JoinableQueue()
        self.team = [Worker(self.inbox, self.results) for _ in range(workers)]

    def run(self, addresses: list[str]) -> dict[str, tuple[float, float]]:
        for worker in self.team:
            worker.start()
        for address in addresses:
            self.inbox.put(address)
        self.inbox.join()
        return dict(self.results)


ADDRESSES = [
    "1 Main St, Springfield",
    "9 High Rd, London",
    "Unter den Linden 5",
    "7 Rue Lepic, Paris",
    "Calle Mayor",
    "3 Karl Johan, Oslo",
]

if __name__ == "__main__":
    cli = argparse.ArgumentParser()
    cli.add_argument("-w", "--workers", type=int, default=2)
    found = Geocoder(cli.parse_args().workers).run(ADDRESSES)
    for where, position in found.items():
        print(where, position)
