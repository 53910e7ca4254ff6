from __future__ import annotations

import logging
import multiprocessing as mp
from contextlib import ExitStack
from typing import Sequence

from .models import FrameRef, FrameSpec
from .shm import SlotBuffer
from .worker import MeanWorker

log = logging.getLogger(__name__)


class FramePipeline:
    """A slot is reused only after the answer for it has arrived."""

    def __init__(self, spec: FrameSpec, workers: int, slots: int) -> None:
        self.spec = spec
        self.buffer = SlotBuffer(slots, spec.nbytes)
        self._inbox, self._outbox = mp.SimpleQueue(), mp.SimpleQueue()
        self._workers = [MeanWorker(spec, self.buffer, self._inbox, self._outbox) for _ in range(workers)]
        self._stack = ExitStack()

    def __enter__(self) -> "FramePipeline":
        self._stack.callback(self.buffer.destroy)
        for worker in self._workers:
            worker.start()
            self._stack.callback(worker.join)
        self._stack.callback(lambda: [self._inbox.put(None) for _ in self._workers])
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._stack.close()

    def run(self, frames: Sequence[bytes]) -> dict[int, float]:
        free = list(range(self.buffer.slots))
        means: dict[int, float] = {}
        for number, frame in enumerate(frames):
            if not free:
                free.append(self._collect(means))
            slot = free.pop()
            self.buffer.write(slot, frame)
            self._inbox.put(FrameRef(number, slot))
        while len(means) < len(frames):
            self._collect(means)
        return means

    def _collect(self, means: dict[int, float]) -> int:
        ref, value = self._outbox.get()
        means[ref.number] = value
        log.debug("frame %d: %.2f", ref.number, value)
        return ref.slot
