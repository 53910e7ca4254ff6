"""The broker's state, free of any I/O."""
from collections import defaultdict, deque
from functools import singledispatchmethod

from .protocol import Fetch, Publish, Reply, Shutdown, Stats


class Core:
    def __init__(self, depth=100):
        self._topics = defaultdict(lambda: deque(maxlen=depth))  # stays in this process
        self._published = 0
        self.running = True

    @singledispatchmethod
    def handle(self, message):
        return Reply(False, f"cannot handle {type(message).__name__}")

    @handle.register
    def _(self, message: Publish):
        self._topics[message.topic].append(message.body)
        self._published += 1
        return Reply(True, self._published)

    @handle.register
    def _(self, message: Fetch):
        queue = self._topics[message.topic]
        return Reply(True, [queue.popleft() for _ in range(min(message.limit, len(queue)))])

    @handle.register
    def _(self, message: Stats):
        return Reply(True, {topic: len(q) for topic, q in self._topics.items()})

    @handle.register
    def _(self, message: Shutdown):
        self.running = False
        return Reply(True)
