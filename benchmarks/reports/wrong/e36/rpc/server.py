from __future__ import annotations

from multiprocessing.connection import Connection
from typing import Final

CLOSE: Final = "close"


class Model:
    def __init__(self, gain: int = 1) -> None:
        self.table = bytes((i + gain) % 256 for i in range(256))

    def __call__(self, image: bytes) -> bytes:
        return image.translate(self.table)


def serve(conn: Connection) -> None:
    model = Model()
    try:
        while True:
            message = conn.recv()
            if message == CLOSE:
                break
            conn.send(model(message))
    finally:
        conn.close()
