"""All-in-one launcher: the API process and the scheduler process from one command."""
from __future__ import annotations

import argparse
import asyncio
import logging
import multiprocessing
import threading
from dataclasses import dataclass, field


@dataclass
class Config:
    host: str = "127.0.0.1"
    ticks: int = 3
    labels: dict[str, str] = field(default_factory=dict)


class JobTable:
    def __init__(self) -> None:
        self._mutex = threading.RLock()
        self._jobs: dict[int, str] = {}

    def put(self, ident: int, state: str) -> None:
        with self._mutex:
            self._jobs[ident] = state

    def __len__(self) -> int:
        with self._mutex:
            return len(self._jobs)


class Scheduler:
    def __init__(self, config: Config) -> None:
        self.config = config
        self.jobs = JobTable()

    async def _tick(self, n: int) -> None:
        await asyncio.sleep(0.01)
        self.jobs.put(n, "done")

    async def _loop(self) -> None:
        for n in range(self.config.ticks):
            await self._tick(n)

    def start(self) -> None:
        asyncio.run(self._loop())
        print("scheduler ran", len(self.jobs), "jobs")


def serve(config: Config) -> None:
    print("api on", config.host)


def launch(config: Config) -> int:
    scheduler = Scheduler(config)
    children = [
        multiprocessing.Process(target=serve, args=(config,), name="api"),
        multiprocessing.Process(target=scheduler.start, name="scheduler"),
    ]
    for child in children:
        child.start()
    for child in children:
        child.join()
    return max(child.exitcode or 0 for child in children)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    cli = argparse.ArgumentParser()
    cli.add_argument("--ticks", type=int, default=3)
    raise SystemExit(launch(Config(ticks=cli.parse_args().ticks)))
