"""Running statistics over a block of samples in shared memory."""
from __future__ import annotations

import struct
from array import array
from multiprocessing import Process, SimpleQueue
from multiprocessing.shared_memory import SharedMemory


class SampleBlock:
    def __init__(self, count: int, name: str | None = None) -> None:
        self.count = count
        self.shm = SharedMemory(name=name, create=name is None, size=8 * count)
        self.samples = self.shm.buf[: 8 * count].cast("d")

    @property
    def name(self) -> str:
        return self.shm.name

    def fill(self, values) -> None:
        for n, value in enumerate(values):
            self.samples[n] = value

    def window(self, start: int, stop: int):
        return self.samples[start:stop]

    def release(self, unlink: bool = False) -> None:
        self.shm.close()
        if unlink:
            self.shm.unlink()


def mean_of(name: str, count: int, start: int, stop: int, out: SimpleQueue) -> None:
    block = SampleBlock(count, name)
    window = block.window(start, stop)
    out.put((start, sum(window) / len(window)))
    block.release()


def main() -> None:
    count = 1000
    block = SampleBlock(count)
    block.fill(array("d", (n * 0.5 for n in range(count))))
    out: SimpleQueue = SimpleQueue()
    jobs = [
        Process(target=mean_of, args=(block.name, count, lo, lo + 250, out))
        for lo in range(0, count, 250)
    ]
    for job in jobs:
        job.start()
    means = dict(out.get() for _ in jobs)
    for job in jobs:
        job.join()
    block.release(unlink=True)
    print(struct.calcsize("d"), means, [job.exitcode for job in jobs])


if __name__ == "__main__":
    main()
