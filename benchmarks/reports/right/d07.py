"""Frames are produced in child processes; the parent takes over and frees the blocks."""
from dataclasses import dataclass
from multiprocessing import Pool, resource_tracker
from multiprocessing.shared_memory import SharedMemory


@dataclass(frozen=True)
class Frame:
    number: int
    block: str
    size: int


def grab(number):
    payload = bytes((number + n) % 251 for n in range(2048))
    shm = SharedMemory(create=True, size=len(payload))
    try:
        shm.buf[: len(payload)] = payload
        return Frame(number, shm.name, len(payload))
    finally:
        shm.close()


def consume(frame):
    shm = SharedMemory(name=frame.block)
    try:
        return sum(shm.buf[: frame.size])
    finally:
        shm.close()
        shm.unlink()


class Recorder:
    def __init__(self):
        self.sums = {}

    def record(self, count):
        resource_tracker.ensure_running()
        with Pool(2) as pool:
            for frame in pool.imap_unordered(grab, range(count)):
                self.sums[frame.number] = consume(frame)
        return self


def main():
    rec = Recorder().record(6)
    expected = {k: sum((k + n) % 251 for n in range(2048)) for k in range(6)}
    assert rec.sums == expected
    print(len(rec.sums), "frames")


if __name__ == "__main__":
    main()
