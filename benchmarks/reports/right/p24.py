"""Frames handed over for good: the maker closes, the receiver unlinks."""
import multiprocessing as mp
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory


def make_frame(number, size):
    """Return the name of a filled segment; from now on its receiver owns it."""
    segment = SharedMemory(create=True, size=size)
    try:
        segment.buf[:size] = bytes([number % 256]) * size
    except BaseException:
        segment.close()
        segment.unlink()
        raise
    segment.close()
    return segment.name


def camera(conn, far_end, frames, size):
    far_end.close()  # the recorder's; came along by fork or as an argument
    with conn:
        for number in range(frames):
            conn.send((number, make_frame(number, size)))
            conn.recv()  # one frame in flight
        conn.send(None)


class Frame:
    """A received frame; leaving the block destroys it."""

    def __init__(self, name):
        self._segment = SharedMemory(name=name)

    def __enter__(self):
        return self._segment.buf

    def __exit__(self, *exc):
        self._segment.close()
        self._segment.unlink()


def record(conn, size):
    seen = []
    while (message := conn.recv()) is not None:
        number, name = message
        with Frame(name) as pixels:
            assert bytes(pixels[:size]) == bytes([number % 256]) * size
            seen.append(pixels[0])
        conn.send("next")
    return seen


def main():
    # one tracker for both sides, also where the child is forked
    resource_tracker.ensure_running()
    ours, theirs = mp.Pipe()
    p = mp.Process(target=camera, args=(theirs, ours, 6, 4096))
    p.start()
    theirs.close()
    try:
        seen = record(ours, 4096)
    finally:
        ours.close()
        p.join()
    assert seen == list(range(6)) and p.exitcode == 0
    print("frames", len(seen))


if __name__ == "__main__":
    main()
