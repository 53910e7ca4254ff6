"""Frames change hands: a worker makes the block, the parent reads and removes it."""
from __future__ import annotations

from dataclasses import dataclass
from multiprocessing import Pipe, Process, resource_tracker
from multiprocessing.shared_memory import SharedMemory

FRAME = 4096


@dataclass(frozen=True)
class Parcel:
    """The right, and the duty, to take() exactly once goes with it."""

    name: str
    size: int

    @classmethod
    def pack(cls, data: bytes) -> Parcel:
        block = SharedMemory(create=True, size=len(data))
        try:
            block.buf[:len(data)] = data
        except BaseException:
            block.unlink()
            raise
        finally:
            block.close()
        return cls(block.name, len(data))

    def take(self) -> bytes:
        block = SharedMemory(self.name)
        try:
            return bytes(block.buf[:self.size])
        finally:
            block.close()
            block.unlink()


def produce(conn, count):
    for n in range(count):
        conn.send(Parcel.pack(bytes([n]) * FRAME))
    conn.send(None)
    conn.close()


def frames(count):
    # One tracker for all: else a forked producer would get its own,
    # which would remove the blocks when the producer ends.
    resource_tracker.ensure_running()
    ours, theirs = Pipe(duplex=False)
    producer = Process(target=produce, args=(theirs, count))
    producer.start()
    theirs.close()
    try:
        for parcel in iter(ours.recv, None):
            yield parcel.take()
    finally:
        # stopped early: what is on its way still has to be taken
        for parcel in _rest(ours):
            parcel.take()
        ours.close()
        producer.join()


def _rest(conn):
    try:
        while True:
            if (parcel := conn.recv()) is not None:
                yield parcel
    except EOFError:
        return


def main():
    whole = [sum(f) for f in frames(5)]
    early = frames(5)
    head = [sum(next(early)), sum(next(early))]
    early.close()
    assert whole == [n * FRAME for n in range(5)] and head == whole[:2]
    print(whole)


if __name__ == "__main__":
    main()
