"""Many producers, many consumers, one ring of byte strings in shared memory."""
from __future__ import annotations

from multiprocessing.shared_memory import SharedMemory

import layout


class Closed(Exception):
    pass


class RingBuffer:
    """The creator destroys; pickled copies attach at first use and only detach.

    ``condition`` guards the header and every slot.
    """

    def __init__(self, ctx, slots: int, payload: int):
        self.slots, self.payload = slots, payload
        self.condition = ctx.Condition()
        self.closed = ctx.Value("b", 0, lock=False)
        self._memory: SharedMemory | None = SharedMemory(create=True, size=layout.total_size(slots, payload))
        self._name = self._memory.name
        layout.HEADER.pack_into(self._memory.buf, 0, 0, 0)

    def __getstate__(self):
        return {**self.__dict__, "_memory": None}

    @property
    def _buf(self):
        if self._memory is None:
            self._memory = SharedMemory(name=self._name)
        return self._memory.buf

    def put(self, data: bytes) -> None:
        if len(data) > self.payload:
            raise ValueError("too long")
        with self.condition:
            while True:
                if self.closed.value:
                    raise Closed
                written, read = layout.HEADER.unpack_from(self._buf, 0)
                if written - read < self.slots:
                    break
                self.condition.wait()
            at = layout.slot_offset(written, self.slots, self.payload)
            layout.LENGTH.pack_into(self._buf, at, len(data))
            at += layout.LENGTH.size
            self._buf[at : at + len(data)] = data
            layout.HEADER.pack_into(self._buf, 0, written + 1, read)
            self.condition.notify_all()

    def get(self) -> bytes:
        with self.condition:
            while True:
                written, read = layout.HEADER.unpack_from(self._buf, 0)
                if written > read:
                    break
                if self.closed.value:
                    raise Closed
                self.condition.wait()
            at = layout.slot_offset(read, self.slots, self.payload)
            (length,) = layout.LENGTH.unpack_from(self._buf, at)
            at += layout.LENGTH.size
            data = bytes(self._buf[at : at + length])
            layout.HEADER.pack_into(self._buf, 0, written, read + 1)
            self.condition.notify_all()
        return data

    def __iter__(self):
        while True:
            try:
                yield self.get()
            except Closed:
                return

    def shut(self) -> None:
        """No more puts; what is in the ring can still be taken."""
        with self.condition:
            self.closed.value = 1
            self.condition.notify_all()

    def detach(self) -> None:
        memory, self._memory = self._memory, None
        if memory is not None:
            memory.close()

    def destroy(self) -> None:
        memory, self._memory = self._memory, None
        if memory is not None:
            memory.close()
            memory.unlink()
