"""Single-producer, single-consumer ring of fixed records in shared memory."""
import multiprocessing as mp
import struct
from multiprocessing.shared_memory import SharedMemory

RECORD = struct.Struct("<qd")


class Ring:
    """Slots are counted by two semaphores, so neither side ever polls.

    The maker of the ring owns the segment; whoever gets it by pickling
    only attaches and closes.
    """

    def __init__(self, ctx, slots):
        self.slots = slots
        self.free = ctx.Semaphore(slots)
        self.used = ctx.Semaphore(0)
        self.shm = SharedMemory(create=True, size=slots * RECORD.size)
        self.owner = True

    def __getstate__(self):
        return self.slots, self.free, self.used, self.shm.name

    def __setstate__(self, state):
        self.slots, self.free, self.used, name = state
        self.shm = SharedMemory(name=name)
        self.owner = False

    @staticmethod
    def _take(semaphore):
        if not semaphore.acquire(timeout=15):
            raise TimeoutError("the other side is gone")

    def write(self, position, key, value):
        self._take(self.free)
        RECORD.pack_into(self.shm.buf, (position % self.slots) * RECORD.size, key, value)
        self.used.release()

    def read(self, position):
        self._take(self.used)
        record = RECORD.unpack_from(self.shm.buf, (position % self.slots) * RECORD.size)
        self.free.release()
        return record

    def close(self):
        self.shm.close()

    def destroy(self):
        self.shm.close()
        if self.owner:
            self.shm.unlink()


def produce(ring, count):
    try:
        for i in range(count):
            ring.write(i, i, i / 2)
        ring.write(count, -1, 0.0)
    finally:
        ring.close()


def consume(ring):
    total, position = 0.0, 0
    while True:
        key, value = ring.read(position)
        if key < 0:
            return position, total
        assert key == position
        total += value
        position += 1


def main():
    ctx = mp.get_context("spawn")
    ring = Ring(ctx, 16)
    try:
        producer = ctx.Process(target=produce, args=(ring, 1000))
        producer.start()
        try:
            count, total = consume(ring)
        except BaseException:
            producer.terminate()
            raise
        finally:
            producer.join()
    finally:
        ring.destroy()
    assert producer.exitcode == 0
    assert (count, total) == (1000, sum(range(1000)) / 2)
    print("records", count, "total", total)


if __name__ == "__main__":
    main()
