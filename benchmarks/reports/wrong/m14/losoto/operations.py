import logging
import multiprocessing

logger = logging.getLogger("losoto")


class MultiprocManager:
    class MultiThread(multiprocessing.Process):
        def __init__(self, in_queue, out_queue, func):
            super().__init__(daemon=True)
            self.in_queue = in_queue
            self.out_queue = out_queue
            self.func = func

        def run(self):
            while True:
                params = self.in_queue.get()
                if params is None:
                    self.in_queue.task_done()
                    break
                self.func(*params, self.out_queue)
                self.in_queue.task_done()

    def __init__(self, procs, func):
        self.n_inputs = 0
        self.in_queue = multiprocessing.JoinableQueue()
        manager = multiprocessing.Manager()
        self._manager = manager
        self.out_queue = manager.Queue()
        self._threads = [self.MultiThread(self.in_queue, self.out_queue, func) for _ in range(procs)]
        for thread in self._threads:
            thread.start()

    def put(self, args):
        self.in_queue.put(args)
        self.n_inputs += 1

    def wait(self):
        logger.info("waiting for %d runs", self.n_inputs)
        for _ in self._threads:
            self.in_queue.put(None)
        self.in_queue.join()

    def get(self):
        while not self.out_queue.empty():
            yield self.out_queue.get()
