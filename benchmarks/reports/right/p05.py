"""Central logging: children send records to a QueueListener in the parent."""
import logging
import logging.handlers
import multiprocessing as mp

# The listener is a thread, so the children must not be forked from here.
CTX = mp.get_context("spawn")


class Collect(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append((record.processName, record.getMessage()))


def configure(queue):
    root = logging.getLogger()
    root.handlers[:] = [logging.handlers.QueueHandler(queue)]
    root.setLevel(logging.INFO)


def worker(queue, first, last):
    configure(queue)
    log = logging.getLogger("worker")
    for i in range(first, last):
        log.info("item %d", i)
    log.debug("never seen")


class LogServer:
    def __init__(self, *handlers):
        self.queue = CTX.Queue()
        self._listener = logging.handlers.QueueListener(self.queue, *handlers)

    def __enter__(self):
        self._listener.start()
        return self

    def __exit__(self, *exc):
        self._listener.stop()
        self.queue.close()
        self.queue.join_thread()


def main():
    sink = Collect()
    with LogServer(sink) as server:
        procs = [
            CTX.Process(target=worker, args=(server.queue, n * 5, n * 5 + 5), name=f"w{n}")
            for n in range(3)
        ]
        for p in procs:
            p.start()
        for p in procs:
            p.join()
    numbers = sorted(int(text.split()[1]) for _, text in sink.lines)
    assert numbers == list(range(15)), numbers
    assert {name for name, _ in sink.lines} == {"w0", "w1", "w2"}
    print("lines", len(sink.lines))


if __name__ == "__main__":
    main()
