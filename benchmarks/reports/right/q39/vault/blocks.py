from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory


@dataclass(frozen=True)
class Ref:
    name: str
    size: int

    @contextmanager
    def view(self):
        block = SharedMemory(self.name)
        try:
            yield bytes(block.buf[:self.size])
        finally:
            block.close()


class BlockStore:
    def __init__(self):
        self._stack = ExitStack()
        self.names = []

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return self._stack.__exit__(*exc)

    def put(self, data):
        block = SharedMemory(create=True, size=len(data))
        self._stack.callback(self._drop, block)
        self.names.append(block.name)
        block.buf[:len(data)] = data
        return Ref(block.name, len(data))

    def _drop(self, block):
        self.names.remove(block.name)
        block.close()
        block.unlink()
