import multiprocessing

from .console import Console


class Netcat:
    def __init__(self, dest, verbose=False):
        self.dest = dest
        self.verbose = verbose
        self.console = Console()
        self.sent = multiprocessing.Value("i", 0)
        self._proc = None

    def start(self):
        self._proc = multiprocessing.Process(target=self.run)
        self._proc.start()

    def run(self):
        if self.verbose:
            self.console.info(f"connection to {self.dest} opened")
        for line in ("one", "two"):
            self.console.write(line)
            with self.sent.get_lock():
                self.sent.value += len(line)

    def wait(self):
        self._proc.join()
