"""The cluster as its owner sees it."""

from multiprocessing import Event, Process

from sentinel import run_sentinel


class StartError(Exception):
    pass


class Cluster:
    def __init__(self, broker):
        self.started = Event()
        self.stopping = Event()
        self.sentinel = Process(target=run_sentinel, args=(broker, self.started, self.stopping))

    def start(self):
        self.sentinel.start()
        while not self.started.wait(0.05):
            if not self.sentinel.is_alive():
                self.sentinel.join()
                raise StartError(f"sentinel ended with {self.sentinel.exitcode}")

    def stop(self):
        self.stopping.set()
        self.sentinel.join()
