"""A view of shared memory that keeps its block: the block is closed with the view."""

import multiprocessing as mp
from contextlib import contextmanager
from multiprocessing import shared_memory


@contextmanager
def opened(name):
    block = shared_memory.SharedMemory(name=name)
    try:
        yield block.buf
    finally:
        block.close()


class FrameOwner:
    def __init__(self, size):
        self._block = shared_memory.SharedMemory(create=True, size=size)
        self.name, self.size = self._block.name, size

    def fill(self, value):
        self._block.buf[: self.size] = bytes([value]) * self.size

    def dispose(self):
        self._block.close()
        self._block.unlink()


def measure(name, size, answer):
    with opened(name) as pixels:
        answer.put(sum(pixels[:size]) / size)


def main():
    answers = mp.SimpleQueue()
    frame = FrameOwner(64 * 48)
    try:
        frame.fill(127)
        process = mp.Process(target=measure, args=(frame.name, frame.size, answers))
        process.start()
        print("brightness", answers.get())
        process.join()
    finally:
        frame.dispose()


if __name__ == "__main__":
    main()
