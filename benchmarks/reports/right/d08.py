"""Image filter on shared memory, resources held on an ExitStack."""
from __future__ import annotations

import contextlib
from multiprocessing import Process
from multiprocessing.shared_memory import SharedMemory


class Workspace(contextlib.AbstractContextManager):
    def __init__(self, planes: int, size: int):
        self.planes = planes
        self.size = size
        self.blocks: list[SharedMemory] = []
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Workspace:
        with contextlib.ExitStack() as pending:
            for n in range(self.planes):
                block = SharedMemory(create=True, size=self.size)
                pending.callback(block.unlink)
                pending.callback(block.close)
                block.buf[: self.size] = bytes([n + 1]) * self.size
                self.blocks.append(block)
            self._stack = pending.pop_all()
        return self

    def __exit__(self, *exc) -> None:
        self.blocks.clear()
        self._stack.close()

    def names(self) -> list[str]:
        return [b.name for b in self.blocks]


def invert(name: str, size: int) -> None:
    with contextlib.ExitStack() as stack:
        block = SharedMemory(name=name)
        stack.callback(block.close)
        view = stack.enter_context(block.buf[:size])
        for n in range(size):
            view[n] = 255 - view[n]


def main() -> None:
    with Workspace(planes=3, size=512) as space:
        procs = [Process(target=invert, args=(name, space.size)) for name in space.names()]
        for p in procs:
            p.start()
        for p in procs:
            p.join()
        values = [bytes(b.buf[: space.size]) for b in space.blocks]
    assert values == [bytes([254 - n]) * 512 for n in range(3)]
    print([v[0] for v in values])


if __name__ == "__main__":
    main()
