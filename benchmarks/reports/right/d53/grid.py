from multiprocessing.shared_memory import SharedMemory


class Grid:
    """Published block; attach() is for programs which must leave it alone afterwards."""

    def __init__(self, shm, size, owner):
        self.shm, self.size, self.owner = shm, size, owner

    @classmethod
    def publish(cls, size):
        grid = cls(SharedMemory(create=True, size=size), size, owner=True)
        grid.shm.buf[:size] = bytes(n % 251 for n in range(size))
        return grid

    @classmethod
    def attach(cls, name, size):
        return cls(SharedMemory(name=name, track=False), size, owner=False)

    def digest(self):
        return sum(self.shm.buf[: self.size]) % 9973

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.shm.close()
        if self.owner:
            self.shm.unlink()
