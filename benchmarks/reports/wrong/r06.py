"""Async ingest service that pushes CPU heavy decoding into a process pool."""
import asyncio
import hashlib
import logging
import queue
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

log = logging.getLogger("ingest")


@dataclass
class Frame:
    number: int
    payload: bytes


class ProgressBoard:
    """Fan-in of progress lines; the web handlers read from it."""

    def __init__(self, maxsize=1000):
        self.lines = queue.Queue(maxsize)

    def report(self, text):
        self.lines.put_nowait(text)

    def drain(self):
        found = []
        while True:
            try:
                found.append(self.lines.get_nowait())
            except queue.Empty:
                return found


def decode(frame, rounds, board):
    digest = frame.payload
    for _ in range(rounds):
        digest = hashlib.sha256(digest).digest()
    board.report(f"frame {frame.number} decoded")
    return frame.number, digest.hex()[:12]


class IngestService:
    def __init__(self, workers, rounds):
        self.rounds = rounds
        self.board = ProgressBoard()
        self.executor = ProcessPoolExecutor(max_workers=workers)

    async def handle(self, frame):
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.executor, decode, frame, self.rounds, self.board)

    async def run(self, frames):
        results = await asyncio.gather(*(self.handle(frame) for frame in frames))
        return dict(results)

    def close(self):
        self.executor.shutdown()


def main():
    logging.basicConfig(level=logging.INFO)
    service = IngestService(workers=2, rounds=500)
    frames = [Frame(n, bytes([n]) * 64) for n in range(6)]
    try:
        decoded = asyncio.run(service.run(frames))
        for line in service.board.drain():
            log.info(line)
        print(f"{len(decoded)} frames", decoded[0])
    finally:
        service.close()


if __name__ == "__main__":
    main()
