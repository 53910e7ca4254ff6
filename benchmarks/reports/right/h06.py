"""Worker processes log through pipes; the parent gives up its write ends, so it sees them end."""

import multiprocessing as mp
from multiprocessing.connection import wait


def worker(number, lines, log):
    for line in range(lines):
        log.send(f"worker {number}: message {line}")


class Fleet:
    def __init__(self, size):
        self.read_pipes = []
        self.processes = []
        for number in range(size):
            read_pipe, write_pipe = mp.Pipe(duplex=False)
            process = mp.Process(target=worker, args=(number, 20, write_pipe))
            process.start()
            write_pipe.close()
            self.read_pipes.append(read_pipe)
            self.processes.append(process)

    def watch(self):
        received = 0
        pipes = list(self.read_pipes)
        while pipes:
            for pipe in wait(pipes):
                try:
                    pipe.recv()
                    received += 1
                except EOFError:
                    pipes.remove(pipe)
        for process in self.processes:
            process.join()
        return received


def main():
    received = Fleet(3).watch()
    print(received, "messages")
    assert received == 60


if __name__ == "__main__":
    main()
