from multiprocessing import Pipe, Process
from multiprocessing.connection import wait


class Hub:
    def __init__(self, limit):
        self._limit = limit
        self._links = {}

    def __enter__(self):
        return self

    def attach(self, target, name):
        if len(self._links) >= self._limit:
            raise ValueError("full")
        reader, writer = Pipe(duplex=False)
        p = Process(target=target, args=(writer, name))
        p.start()
        writer.close()  # before the next fork: nobody else keeps this end open
        self._links[reader] = p

    def relay(self):
        log, readers = [], set(self._links)
        while readers:
            for r in wait(readers):
                try:
                    log.append(r.recv())
                except EOFError:
                    readers.remove(r)
        return log

    def __exit__(self, *exc):
        for r, p in self._links.items():
            r.close()
            p.join()
        self._links.clear()
