from __future__ import annotations

import multiprocessing as mp
import time


class Unhealthy(RuntimeError):
    pass


class Supervisor:
    def __init__(self, targets: dict, grace: float = 1.0) -> None:
        self.grace = grace
        self.stop = mp.Event()
        self.beats = {name: mp.Value("i", 0) for name in targets}
        self.children = [
            mp.Process(target=target, args=(self.stop, self.beats[name]), name=name)
            for name, target in targets.items()
        ]
        self.killed: list[str] = []

    def __enter__(self) -> Supervisor:
        for child in self.children:
            child.start()
        return self

    def __exit__(self, *exc) -> None:
        self.stop.set()
        for child in self.children:
            self._put_down(child)

    def _put_down(self, child) -> None:
        for action in (lambda: None, child.terminate, child.kill):
            action()
            child.join(self.grace)
            if child.exitcode is not None:
                break
        if child.exitcode != 0:
            self.killed.append(child.name)

    def wait_for_beats(self, minimum: int, patience: float = 15.0) -> None:
        deadline = time.monotonic() + patience
        while any(b.value < minimum for b in self.beats.values()):
            if time.monotonic() > deadline:
                raise Unhealthy(minimum)
            time.sleep(0.01)
