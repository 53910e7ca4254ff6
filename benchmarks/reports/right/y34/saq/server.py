import multiprocessing

from .logconf import listen
from .worker import work


class JobServer:
    def __init__(self, processes):
        self.processes = processes

    def serve(self, jobs):
        records = multiprocessing.Queue()
        listener, collector = listen(records)
        workers = [
            multiprocessing.Process(target=work, args=(jobs[n :: self.processes], records))
            for n in range(self.processes)
        ]
        for worker in workers:
            worker.start()
        listener.start()
        for worker in workers:
            worker.join()
        listener.stop()
        return collector.lines
