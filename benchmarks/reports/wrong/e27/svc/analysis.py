from __future__ import annotations

import logging
import multiprocessing as mp
from multiprocessing.pool import AsyncResult

from svc.models import Brightness, FrameRef, FrameSpec
from svc.shm import attached, published

log = logging.getLogger(__name__)


def brightness(ref: FrameRef) -> Brightness:
    with attached(ref.block) as view:
        return Brightness(ref.number, sum(view[: ref.spec.nbytes]) / ref.spec.nbytes)


class FrameAnalyser:
    def __init__(self, spec: FrameSpec, workers: int) -> None:
        self.spec = spec
        self._pool = mp.Pool(workers)
        self._pending: list[AsyncResult[Brightness]] = []

    def __enter__(self) -> "FrameAnalyser":
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._pool.close()
        self._pool.join()

    def submit(self, number: int, frame: bytes) -> None:
        with published(frame) as block:
            ref = FrameRef(number, block, self.spec)
            self._pending.append(self._pool.apply_async(brightness, (ref,)))

    def results(self) -> list[Brightness]:
        out = []
        for pending in self._pending:
            try:
                out.append(pending.get())
            except OSError as exc:
                log.debug("lost a frame: %s", exc)
        return out
