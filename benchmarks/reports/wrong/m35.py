import multiprocessing

DONE = "__done__"


def read_records(count):
    for n in range(count):
        yield {"id": n, "value": n * n}


def pump(source, queue):
    for record in source:
        queue.put(record)
    queue.put(DONE)


class ParallelGenerator:
    def __init__(self, orig_gen, max_lookahead=10):
        self.queue = multiprocessing.Queue(max_lookahead)
        self.process = multiprocessing.Process(target=pump, args=(orig_gen, self.queue))

    def __enter__(self):
        self.process.start()
        return self

    def __iter__(self):
        while True:
            item = self.queue.get()
            if item == DONE:
                return
            yield item

    def __exit__(self, kind, exc, tb):
        self.process.join()


def main():
    with ParallelGenerator(read_records(25)) as records:
        print(sum(record["value"] for record in records))


if __name__ == "__main__":
    main()
