"""Chooses between here, the executor and a process of its own."""
import multiprocessing as mp

from queries import sum_between, sum_in_child
from resources import executor


class Service:
    def __init__(self, threshold=100):
        self.threshold = threshold

    def sum(self, low, high):
        if high - low <= self.threshold:
            return sum_between(low, high)
        return sum(self._spread(low, high))

    def _spread(self, low, high):
        edges = [*range(low, high, self.threshold), high]
        futures = [executor().submit(sum_between, a, b) for a, b in zip(edges, edges[1:])]
        for future in futures:
            yield future.result()

    @staticmethod
    def isolated(low, high, method):
        ctx = mp.get_context(method)
        reader, writer = ctx.Pipe(duplex=False)
        process = ctx.Process(target=sum_in_child, args=(writer, low, high))
        process.start()
        writer.close()
        with reader:
            answer = reader.recv()
        process.join()
        return answer
