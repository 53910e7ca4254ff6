from multiprocessing import shared_memory


class SharedFrame:
    """One frame in shared memory, addressable by name from the camera process."""

    def __init__(self, nbytes):
        self.nbytes = nbytes
        self.memory = shared_memory.SharedMemory(create=True, size=nbytes)

    @property
    def name(self):
        return self.memory.name

    def mean(self):
        return sum(self.memory.buf[: self.nbytes]) / self.nbytes

    def release(self):
        self.memory.close()

    def destroy(self):
        self.memory.close()
        self.memory.unlink()
