"""One-for-one supervision over sentinels."""
from __future__ import annotations

import logging
import multiprocessing as mp
import time
from multiprocessing.connection import wait

from spec import Restart, Spec

log = logging.getLogger("tree")


class TooManyRestarts(RuntimeError):
    pass


def _call(target, lifeline, args):
    with lifeline:
        target(lifeline, *args)


class _Slot:
    def __init__(self, ctx, spec: Spec):
        self.ctx, self.spec = ctx, spec
        self.starts = 0
        self.process = None
        self._far = None

    def start(self):
        near, self._far = self.ctx.Pipe(duplex=False)
        with near:
            self.process = self.ctx.Process(target=_call, args=(self.spec.target, near, self.spec.args), name=self.spec.name)
            self.process.start()
        self.starts += 1

    def collect(self) -> int:
        process, self.process = self.process, None
        process.join()
        code = process.exitcode
        process.close()
        self._far.close()
        return code

    def shutdown(self, grace: float):
        if self.process is None:
            return
        try:
            self._far.send(None)
        except BrokenPipeError:
            pass
        self.process.join(grace)
        if self.process.is_alive():
            log.warning("%s does not stop", self.spec.name)
            self.process.terminate()
        self.collect()


class Tree:
    # Restarts come at any time, whatever threads the program has by then: never fork.
    def __init__(self, *specs: Spec, context=None, grace=5.0):
        ctx = context or mp.get_context("spawn")
        self.slots = {spec.name: _Slot(ctx, spec) for spec in specs}
        self.grace = grace
        self.history: list[tuple[str, int]] = []

    def __enter__(self):
        for slot in self.slots.values():
            slot.start()
        return self

    def __exit__(self, *exc):
        for slot in reversed(self.slots.values()):
            slot.shutdown(self.grace)

    def _running(self):
        return {s.process.sentinel: s for s in self.slots.values() if s.process is not None}

    def supervise(self, until, timeout=15.0):
        """Look after the children until *until(self)* is true."""
        deadline = time.monotonic() + timeout
        while not until(self):
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            running = self._running()
            for sentinel in wait(list(running), min(left, 0.1)):
                slot = running[sentinel]
                code = slot.collect()
                self.history.append((slot.spec.name, code))
                if slot.spec.restart.wanted(code):
                    if slot.starts >= slot.spec.intensity:
                        raise TooManyRestarts(slot.spec.name)
                    slot.start()
