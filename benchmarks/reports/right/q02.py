"""One poison pill for any number of workers: each one hands it on to the next."""
import multiprocessing as mp
import sys


class Pill:
    """Compared by type, for a pickled copy is another object."""

    @classmethod
    def taken(cls, item):
        return isinstance(item, cls)


def scale(inbox, outbox, factor):
    while True:
        item = inbox.get()
        if Pill.taken(item):
            inbox.put(item)
            return
        outbox.put((item, item * factor))


def run(count, wanted, factor=3):
    inbox, outbox = mp.SimpleQueue(), mp.Queue()
    workers = [mp.Process(target=scale, args=(inbox, outbox, factor)) for _ in range(count)]
    for w in workers:
        w.start()
    for n in wanted:
        inbox.put(n)
    inbox.put(Pill())
    # As many answers as questions; then the outbox is empty and join() safe.
    got = dict(outbox.get() for _ in wanted)
    for w in workers:
        w.join()
        if w.exitcode:
            raise SystemExit(f"{w.name}: {w.exitcode}")
    assert Pill.taken(inbox.get()) and inbox.empty()  # the pill comes home
    return got


def main(argv):
    count = int(argv[1]) if len(argv) > 1 else 4
    wanted = list(range(100))
    got = run(count, wanted)
    assert got == {n: n * 3 for n in wanted}
    print("scaled", len(got), "with", count, "workers")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
