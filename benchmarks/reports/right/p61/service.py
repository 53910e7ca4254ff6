"""The worker: decodes requests and counts what it does."""
import json

from timing import timed


class Handler:
    def __init__(self, metrics):
        self.metrics = metrics

    @timed("decode")
    def decode(self, line):
        return json.loads(line)

    @timed("sum")
    def sum(self, numbers):
        return sum(numbers)

    def handle(self, line):
        try:
            return self.sum(self.decode(line))
        except (ValueError, TypeError):
            return None


def serve(worker, board, inbox, outbox):
    handler = Handler(board.writer(worker))
    while True:
        request = inbox.get()
        if request is None:
            break
        ident, line = request
        outbox.put((ident, handler.handle(line)))
    handler.metrics.set("finished", 1)
    outbox.put(None)
