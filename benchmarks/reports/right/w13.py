"""The child makes the block and hands it over; the parent is its owner then."""
import multiprocessing as mp
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory


def render(width: int, height: int, pipe) -> None:
    block = SharedMemory(create=True, size=width * height)
    for y in range(height):
        block.buf[y * width:(y + 1) * width] = bytes((x * y) % 256 for x in range(width))
    pipe.send(block.name)
    pipe.recv()
    block.close()
    pipe.close()


def main() -> None:
    resource_tracker.ensure_running()  # one tracker for both, also when forked
    here, there = mp.Pipe()
    child = mp.Process(target=render, args=(64, 48, there))
    child.start()
    there.close()
    picture = SharedMemory(name=here.recv())
    here.send("attached")
    child.join()
    try:
        print(sum(picture.buf[:64 * 48]))
    finally:
        picture.close()
        picture.unlink()


if __name__ == "__main__":
    main()
