from __future__ import annotations

import multiprocessing as mp
from multiprocessing.queues import SimpleQueue

from .models import FrameSpec
from .shm import SlotBuffer


class MeanWorker(mp.Process):
    def __init__(self, spec: FrameSpec, buffer: SlotBuffer, inbox: SimpleQueue, outbox: SimpleQueue) -> None:
        super().__init__(daemon=True)
        self.spec = spec
        self.buffer = buffer
        self.inbox = inbox
        self.outbox = outbox

    def run(self) -> None:
        while (ref := self.inbox.get()) is not None:
            data = self.buffer.read(ref.slot, self.spec.nbytes)
            self.outbox.put((ref, sum(data) / len(data)))
        self.buffer.close()
