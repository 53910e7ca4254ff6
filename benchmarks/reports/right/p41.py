"""ETL over bounded queues: extract and load in the parent, transform in children."""
import csv
import io
import multiprocessing as mp
import queue

DONE = "__done__"


def transform(source, sink):
    try:
        while True:
            row = source.get()
            if row == DONE:
                break
            try:
                sink.put(("row", row["name"].title(), int(row["qty"]) * float(row["price"])))
            except (KeyError, ValueError) as exc:
                sink.put(("reject", row.get("name"), type(exc).__name__))
    finally:
        sink.put((DONE,))


class Pipeline:
    def __init__(self, workers=2, depth=4):
        self.source = mp.Queue(maxsize=depth)
        self.sink = mp.Queue(maxsize=depth)
        self.workers = [mp.Process(target=transform, args=(self.source, self.sink)) for _ in range(workers)]
        self.loaded, self.rejected = {}, []

    def extract(self, text):
        yield from csv.DictReader(io.StringIO(text))
        for _ in self.workers:
            yield DONE

    def run(self, text):
        for w in self.workers:
            w.start()
        active = len(self.workers)
        for item in self.extract(text):
            # both queues are bounded, so keep taking while we are refused
            while True:
                try:
                    self.source.put(item, timeout=0.02)
                    break
                except queue.Full:
                    active -= self.take(block=False)
        while active:
            active -= self.take(block=True)
        for w in self.workers:
            w.join()
        return self.loaded, self.rejected

    def take(self, block):
        """Load what is there; the number of workers that said they were done."""
        try:
            kind, *rest = self.sink.get(block)
        except queue.Empty:
            return 0
        if kind == DONE:
            return 1
        if kind == "row":
            name, amount = rest
            self.loaded[name] = self.loaded.get(name, 0) + amount
        else:
            self.rejected.append(rest)
        return 0


def main():
    lines = ["name,qty,price"] + [f"item {i % 5},{i},0.5" for i in range(60)] + ["bad,x,1"]
    loaded, rejected = Pipeline().run("\n".join(lines))
    assert sum(loaded.values()) == sum(range(60)) / 2
    assert rejected == [["bad", "ValueError"]]
    print(len(loaded), rejected)


if __name__ == "__main__":
    main()
