"""Start method is chosen late and tolerantly; primitives come from that context."""
import multiprocessing
import sys

_context = None


def context():
    global _context
    if _context is None:
        try:
            multiprocessing.set_start_method(multiprocessing.get_start_method(allow_none=True) or "spawn")
        except RuntimeError:
            pass
        _context = multiprocessing.get_context()
    return _context


class Fleet:
    def __init__(self, size):
        ctx = context()
        self.inbox = ctx.SimpleQueue()
        self.outbox = ctx.SimpleQueue()
        self.procs = [ctx.Process(target=serve, args=(self.inbox, self.outbox)) for _ in range(size)]

    def __enter__(self):
        for p in self.procs:
            p.start()
        return self

    def __exit__(self, *exc):
        for _ in self.procs:
            self.inbox.put(None)
        for p in self.procs:
            p.join()

    def ask(self, items):
        for item in items:
            self.inbox.put(item)
        return sorted(self.outbox.get() for _ in items)


def serve(inbox, outbox):
    for item in iter(inbox.get, None):
        outbox.put(item + 1)


def main():
    with Fleet(2) as fleet:
        answers = fleet.ask(list(range(10)))
    assert answers == list(range(1, 11))
    print(answers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
