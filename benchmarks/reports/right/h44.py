"""A threading queue on the shoulders of an object that is a process's target: made in run(), so it never travels."""

import multiprocessing as mp
import queue
import threading


class Station(mp.Process):
    def __init__(self, values, results):
        super().__init__()
        self.values = values
        self.results = results
        self.backlog = None

    def run(self):
        self.backlog = queue.Queue()
        total = []
        thread = threading.Thread(target=lambda: total.append(sum(iter(self.backlog.get, None))))
        thread.start()
        for value in self.values:
            self.backlog.put(value)
        self.backlog.put(None)
        thread.join()
        self.results.put(total[0])


def main():
    results = mp.SimpleQueue()
    station = Station([1, 2, 3], results)
    station.start()
    print(results.get())
    station.join()


if __name__ == "__main__":
    main()
