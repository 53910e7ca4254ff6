from __future__ import annotations

import multiprocessing as mp
import time

from . import worker


class Unhealthy(RuntimeError):
    pass


class Supervisor:
    def __init__(self, names: list[str]) -> None:
        self.stop = mp.Event()
        self.beats = {name: mp.Value("i", 0) for name in names}
        self.children = [
            mp.Process(target=worker.heartbeat, args=(name, self.stop, beats), name=name)
            for name, beats in self.beats.items()
        ]

    def start(self) -> None:
        for child in self.children:
            child.start()

    def verify(self, minimum: int) -> None:
        time.sleep(0.4)
        for name, beats in self.beats.items():
            if beats.value < minimum:
                raise Unhealthy(f"{name}: {beats.value} beats, wanted {minimum}")

    def shutdown(self) -> None:
        self.stop.set()
        for child in self.children:
            child.join()
