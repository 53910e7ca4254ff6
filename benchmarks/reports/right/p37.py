"""At-least-once delivery: a message is dropped by the broker only when acknowledged."""
import multiprocessing as mp
import os
from collections import deque


def consumer(conn, crash_on):
    with conn:
        while (message := conn.recv()) is not None:
            ident, body, attempt = message
            if body == crash_on and attempt == 0:
                os._exit(1)
            conn.send((ident, body[::-1]))


class Link:
    """One consumer process with its private pipe; remade after a crash."""

    def __init__(self, ctx, crash_on):
        self._ctx, self._crash_on = ctx, crash_on
        self._open()

    def _open(self):
        self.conn, theirs = self._ctx.Pipe()
        with theirs:
            self.process = self._ctx.Process(target=consumer, args=(theirs, self._crash_on))
            self.process.start()

    def exchange(self, message):
        self.conn.send(message)
        return self.conn.recv()

    def reopen(self):
        self._dispose()
        self._open()

    def _dispose(self):
        self.conn.close()
        self.process.join()
        self.process.close()

    def close(self):
        try:
            self.conn.send(None)
        except OSError:
            pass
        self._dispose()


def deliver(bodies, crash_on):
    ctx = mp.get_context("spawn")  # no other child can hold the far end open
    pending = deque((i, body, 0) for i, body in enumerate(bodies))
    acknowledged, crashes = {}, 0
    link = Link(ctx, crash_on)
    try:
        while pending:
            ident, body, attempt = pending[0]
            try:
                reply, result = link.exchange((ident, body, attempt))
            except (EOFError, ConnectionError):
                crashes += 1
                pending[0] = ident, body, attempt + 1
                link.reopen()
                continue
            assert reply == ident
            acknowledged[reply] = result
            pending.popleft()
    finally:
        link.close()
    return acknowledged, crashes


def main():
    got, crashes = deliver(["abc", "boom", "xyz"], "boom")
    assert got == {0: "cba", 1: "moob", 2: "zyx"} and crashes == 1
    print(got, crashes)


if __name__ == "__main__":
    main()
