import multiprocessing as mp

from .base import END


class Pipeline:
    def __init__(self, steps):
        self.steps = steps

    def run(self, items):
        head = tail = mp.SimpleQueue()
        procs = []
        for step in self.steps:
            tail = step.wire(tail)
            procs.append(step.process())
        for p in procs:
            p.start()
        for item in (*items, END):
            head.put(item)
        out = list(iter(tail.get, END))
        for p in procs:
            p.join()
        if any(p.exitcode for p in procs):
            raise RuntimeError([p.name for p in procs if p.exitcode])
        return out
