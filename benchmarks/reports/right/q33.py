"""Everything is made from one context, which is passed about."""
from __future__ import annotations

import multiprocessing as mp
import sys
from multiprocessing.context import BaseContext


def preferred() -> BaseContext:
    methods = mp.get_all_start_methods()
    return mp.get_context("forkserver" if "forkserver" in methods else "spawn")


def echo(inbox, outbox):
    for item in iter(inbox.get, "stop"):
        outbox.put(item.title())


class Line:
    def __init__(self, ctx: BaseContext | None = None) -> None:
        self._ctx = ctx or preferred()
        self.inbox = self._ctx.Queue()
        self.outbox = self._ctx.Queue()
        self._worker = None

    def __enter__(self) -> Line:
        self._worker = self._ctx.Process(target=echo, args=(self.inbox, self.outbox))
        self._worker.start()
        return self

    def ask(self, text: str) -> str:
        self.inbox.put(text)
        return self.outbox.get()

    def __exit__(self, *exc) -> None:
        self.inbox.put("stop")
        self._worker.join()
        for q in (self.inbox, self.outbox):
            q.close()
            q.join_thread()


def main() -> int:
    for ctx in (None, mp.get_context("spawn")):
        with Line(ctx) as line:
            answers = [line.ask(w) for w in ("ada", "grace")]
        assert answers == ["Ada", "Grace"]
    print(answers)
    return line._worker.exitcode


if __name__ == "__main__":
    sys.exit(main())
