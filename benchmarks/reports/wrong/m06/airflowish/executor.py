import logging
from multiprocessing import Process, Queue, SimpleQueue

from .work import worker_loop

log = logging.getLogger(__name__)


class LocalExecutor:
    def __init__(self, parallelism):
        self.parallelism = parallelism
        self.states = {}
        self.workers = []
        self.activity_queue = None
        self.result_queue = None

    def start(self):
        self.activity_queue = Queue()
        self.result_queue = SimpleQueue()
        for number in range(self.parallelism):
            worker = Process(target=worker_loop, args=(self.activity_queue, self.result_queue), name=f"LocalWorker-{number}")
            worker.start()
            self.workers.append(worker)

    def execute_async(self, key, number):
        self.states[key] = "queued"
        self.activity_queue.put((key, number))

    def sync(self):
        while not self.result_queue.empty():
            key, state, _ = self.result_queue.get()
            self.states[key] = state

    def end(self):
        log.info("shutting down, waiting for %d workers", len(self.workers))
        for _ in self.workers:
            self.activity_queue.put(None)
        for worker in self.workers:
            worker.join()
        self.sync()
        self.activity_queue.close()
        self.result_queue.close()
