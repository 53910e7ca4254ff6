"""Worker pool with a metrics sampler running next to it."""
import collections
import threading
import time
from multiprocessing import Process, SimpleQueue


class Metrics:
    """Thread safe counters, sampled periodically."""

    def __init__(self, interval=0.02):
        self._lock = threading.Lock()
        self._counters = collections.Counter()
        self._samples = []
        self._interval = interval
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample_loop, daemon=True)

    def start(self):
        self._thread.start()
        return self

    def stop(self):
        self._stop.set()
        self._thread.join()

    def incr(self, name, by=1):
        with self._lock:
            self._counters[name] += by

    def _sample_loop(self):
        while not self._stop.is_set():
            with self._lock:
                self._samples.append(self._render())
            time.sleep(self._interval)

    def _render(self):
        time.sleep(0.2)
        return dict(self._counters)


METRICS = Metrics()


def resize(job):
    METRICS.incr("resized")
    return job["w"] * job["h"]


def worker(inbox, outbox):
    for job in iter(inbox.get, None):
        outbox.put((job["id"], resize(job)))


def main(jobs=6, workers=2):
    METRICS.start()
    time.sleep(0.05)
    inbox, outbox = SimpleQueue(), SimpleQueue()
    procs = [Process(target=worker, args=(inbox, outbox)) for _ in range(workers)]
    for p in procs:
        p.start()
    for n in range(jobs):
        inbox.put({"id": n, "w": 10 + n, "h": 20})
    results = dict(outbox.get() for _ in range(jobs))
    for _ in procs:
        inbox.put(None)
    for p in procs:
        p.join()
    METRICS.incr("batches")
    METRICS.stop()
    print(sorted(results.items()))


if __name__ == "__main__":
    main()
