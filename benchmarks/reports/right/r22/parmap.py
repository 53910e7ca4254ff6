"""A small map/reduce on worker processes."""
import multiprocessing


class MapReduce:
    def __init__(self, np):
        self.np = np

    def _main(self, function, indexes, results):
        for index, item in indexes:
            results.put((index, function(item)))

    def map(self, function, sequence, reduce=None):
        items = list(enumerate(sequence))
        results = multiprocessing.Queue()
        workers = []
        for rank in range(self.np):
            worker = multiprocessing.Process(
                target=self._main, args=(function, items[rank :: self.np], results)
            )
            worker.start()
            workers.append(worker)
        collected = dict(results.get() for _ in items)
        for worker in workers:
            worker.join()
        for index, _ in items:
            yield reduce(collected[index]) if reduce else collected[index]
