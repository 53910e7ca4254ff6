import logging
import multiprocessing
import time

from pump import ReplyPump
from worker import worker_main

log = logging.getLogger("manager")


class LocalWorkerManager:
    def __init__(self, count):
        self.tasks = multiprocessing.Queue()
        self.replies = multiprocessing.Queue()
        self.pump = ReplyPump(self.replies)
        self.workers = []
        for _ in range(count):
            self._start_worker()

    def _start_worker(self):
        worker = multiprocessing.Process(
            target=worker_main, args=(self.tasks, self.replies), daemon=True
        )
        worker.start()
        self.workers.append(worker)

    def compile(self, modules):
        for module in modules:
            self.tasks.put(module)
        return self.pump.wait_for(modules)

    def resize(self, count):
        """Fresh workers for the next round, as many as there are free cores."""
        time.sleep(0.3)
        for worker in self.workers:
            worker.terminate()
            worker.join()
        self.workers = []
        for _ in range(count):
            self._start_worker()
        log.info("%d workers now", len(self.workers))

    def shutdown(self):
        for _ in self.workers:
            self.tasks.put(None)
        for worker in self.workers:
            worker.join()
