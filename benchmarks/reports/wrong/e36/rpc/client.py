from __future__ import annotations

import multiprocessing as mp
from types import TracebackType

from rpc.server import CLOSE, serve


class ModelClient:
    """The model lives in its own process, so that it can be replaced while running."""

    def __init__(self) -> None:
        self._conn, child = mp.Pipe()
        self._proc = mp.Process(target=serve, args=(child,), daemon=True)
        self._proc.start()
        child.close()

    def __enter__(self) -> "ModelClient":
        return self

    def __exit__(
        self, tp: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._conn.send(CLOSE)
        self._proc.join()

    def predict(self, image: bytes) -> bytes:
        self._conn.send(image)
        return self._conn.recv()

    def predict_batch(self, images: list[bytes]) -> list[bytes]:
        for image in images:
            self._conn.send(image)
        return [self._conn.recv() for _ in images]
