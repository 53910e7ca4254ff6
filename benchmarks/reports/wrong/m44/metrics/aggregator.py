import queue
import threading

_aggregator = None


class Aggregator:
    def __init__(self, interval=0.05):
        self.interval = interval
        self.pending = queue.Queue()
        self.flushed = 0
        self._flusher = threading.Thread(target=self._flush_loop, name="metrics-flush", daemon=True)
        self._flusher.start()

    def incr(self, name, value=1):
        self.pending.put((name, value))

    def _flush_loop(self):
        while True:
            name, value = self.pending.get()
            if name == "request":
                self.flushed += value
            self.pending.task_done()

    def flush(self, timeout):
        deadline = threading.Event()
        for _ in range(int(timeout / self.interval)):
            if self.pending.unfinished_tasks == 0:
                return True
            deadline.wait(self.interval)
        return False


def get_aggregator():
    global _aggregator
    if _aggregator is None:
        _aggregator = Aggregator()
    return _aggregator
