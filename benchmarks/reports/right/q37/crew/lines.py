import multiprocessing


class Lines:
    def __init__(self, target, width):
        self._in = multiprocessing.Queue()
        self._out = multiprocessing.Queue()
        self._procs = [
            multiprocessing.Process(target=target, args=(self._in, self._out)) for _ in range(width)
        ]
        self.push = self._in.put
        self.pull = self._out.get

    def open(self):
        for p in self._procs:
            p.start()

    def close(self):
        """Call after as many pulls as pushes; on an error what is left is thrown away."""
        for _ in self._procs:
            self._in.put(None)
        for p in self._procs:
            while p.exitcode is None:
                while not self._out.empty():
                    self._out.get()
                p.join(0.05)

    @property
    def exitcodes(self):
        return [p.exitcode for p in self._procs]
