import multiprocessing as mp
from collections import defaultdict


def index_shard(docs, into):
    """into is a managed dict that only this shard writes to."""
    local = defaultdict(list)
    for name, text in docs:
        for term in set(text.split()):
            local[term].append(name)
    into.update(local)


class Shards:
    def __init__(self, width):
        self.width = width

    def __enter__(self):
        self._manager = mp.Manager()
        self.parts = [self._manager.dict() for _ in range(self.width)]
        return self

    def __exit__(self, *exc):
        self._manager.shutdown()

    def run(self, items):
        procs = []
        for i, part in enumerate(self.parts):
            p = mp.Process(target=index_shard, args=(items[i::self.width], part))
            p.start()
            procs.append(p)
        for p in procs:
            p.join()
            if p.exitcode:
                raise RuntimeError(p.exitcode)
        return [part.copy() for part in self.parts]
