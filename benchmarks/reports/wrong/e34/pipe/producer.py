from __future__ import annotations

from pathlib import Path

from pipe.transport import Transport


class Reader:
    def __init__(self, path: Path) -> None:
        self.path = path

    def pump(self, transport: Transport) -> int:
        sent = 0
        with self.path.open() as source:
            for line in source:
                transport.send(line.rstrip("\n"))
                sent += 1
        transport.finish()
        return sent
