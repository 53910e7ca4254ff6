"""Count words over many documents with a fixed crew of worker processes."""
import multiprocessing as mp
import re
from collections import Counter
from contextlib import contextmanager

STOP = None
TOKEN = re.compile(r"[a-z']+")


def tally(inbox, outbox):
    """Worker body: read documents until the pill comes, then hand back one Counter."""
    counts = Counter()
    for name, text in iter(inbox.get, STOP):
        counts.update(TOKEN.findall(text.lower()))
        counts[f"#{name[0]}"] += 1
    outbox.put(counts)


class WordCounter:
    def __init__(self, crew=3):
        self.crew = crew
        self._inbox = mp.Queue()
        self._outbox = mp.Queue()
        self._procs = []

    def start(self):
        if self._procs:
            raise RuntimeError("already started")
        for n in range(self.crew):
            p = mp.Process(target=tally, args=(self._inbox, self._outbox), name=f"tally-{n}")
            p.start()
            self._procs.append(p)
        return self

    def feed(self, documents):
        for item in documents:
            self._inbox.put(item)

    def finish(self):
        for _ in self._procs:
            self._inbox.put(STOP)
        total = Counter()
        # every worker sends exactly one message; take them all before joining
        for _ in self._procs:
            total += self._outbox.get()
        while self._procs:
            self._procs.pop().join()
        return total

    def close(self):
        for q in (self._inbox, self._outbox):
            q.close()
            q.join_thread()


@contextmanager
def counting(crew):
    counter = WordCounter(crew).start()
    try:
        yield counter
    except BaseException:
        for p in counter._procs:
            p.terminate()
            p.join()
        raise
    finally:
        counter.close()


def documents(n):
    for i in range(n):
        yield f"doc{i}", "the cat sat on the mat " * (i + 1)


def main():
    with counting(3) as counter:
        counter.feed(documents(20))
        total = counter.finish()
    expected = sum(range(1, 21))
    assert total["the"] == 2 * expected, total
    assert total["cat"] == expected
    assert total["#d"] == 20
    print("the:", total["the"], "cat:", total["cat"])


if __name__ == "__main__":
    main()
