"""Scratch buffers from a manager: it unlinks them when the block ends."""
from multiprocessing import Process
from multiprocessing.managers import SharedMemoryManager
from multiprocessing.shared_memory import SharedMemory, ShareableList


def fill(name: str, start: int, stop: int) -> None:
    block = SharedMemory(name=name)
    block.buf[start:stop] = bytes(range(start, stop))
    block.close()


def main() -> None:
    with SharedMemoryManager() as manager:
        block = manager.SharedMemory(size=200)
        labels: ShareableList = manager.ShareableList(["left", "right"])
        parts = [Process(target=fill, args=(block.name, n * 100, n * 100 + 100)) for n in range(2)]
        for part in parts:
            part.start()
        for part in parts:
            part.join()
        print(sum(block.buf[:200]), list(labels))


if __name__ == "__main__":
    main()
