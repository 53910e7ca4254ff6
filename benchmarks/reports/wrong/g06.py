"""Worker processes log through a pipe; the watcher prints what comes and notices when a worker ends."""

import multiprocessing as mp
import threading
from multiprocessing.connection import wait


def worker(number, lines, log):
    for line in range(lines):
        log.send(f"worker {number}: message {line}")
    log.close()


class LogWatcher(threading.Thread):
    def __init__(self, pipes):
        super().__init__(name="log-watcher")
        self.pipes = pipes
        self.received = 0

    def run(self):
        while self.pipes:
            for pipe in wait(self.pipes):
                try:
                    pipe.recv()
                except EOFError:
                    self.pipes.remove(pipe)
                    pipe.close()
                else:
                    self.received += 1


class Fleet:
    def __init__(self, size, lines):
        self.size = size
        self.lines = lines
        self.read_pipes = []
        self.write_pipes = []
        self.processes = []

    def start(self):
        for number in range(self.size):
            read_pipe, write_pipe = mp.Pipe(duplex=False)
            self.read_pipes.append(read_pipe)
            self.write_pipes.append(write_pipe)
            process = mp.Process(target=worker, args=(number, self.lines, write_pipe))
            process.start()
            self.processes.append(process)

    def watch(self):
        watcher = LogWatcher(self.read_pipes)
        watcher.start()
        for process in self.processes:
            process.join()
        print("workers ended", flush=True)
        watcher.join()
        return watcher.received


def main():
    fleet = Fleet(size=3, lines=50)
    fleet.start()
    print(fleet.watch(), "messages")


if __name__ == "__main__":
    main()
