import threading
import time


class BenchmarkManager:
    def __init__(self, cfg):
        self._cfg = cfg
        self._results = {}
        self._guard = threading.Lock()

    def measure(self, model):
        start = time.perf_counter()
        total = sum(i * i for i in range(20000 * self._cfg.warmup))
        with self._guard:
            self._results[model] = (total, time.perf_counter() - start)

    def report(self):
        with self._guard:
            return {name: total for name, (total, _) in self._results.items()}
