import multiprocessing as mp
from abc import ABC, abstractmethod

END = None


class Step(ABC):
    """One process per step. END comes in once, and goes out once, by template."""

    def wire(self, inbox):
        self.inbox, self.outbox = inbox, mp.SimpleQueue()
        return self.outbox

    def process(self):
        return mp.Process(target=self.loop, name=type(self).__name__)

    def loop(self):
        try:
            for item in iter(self.inbox.get, END):
                self.outbox_all(self.each(item))
        finally:
            self.outbox.put(END)

    def outbox_all(self, items):
        for i in items:
            self.outbox.put(i)

    @abstractmethod
    def each(self, item):
        """Yield what follows from item."""
