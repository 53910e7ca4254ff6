"""Build log over a pipe read until everybody has hung up."""
import multiprocessing as mp
from multiprocessing.connection import wait


class Step(mp.Process):
    def __init__(self, label):
        super().__init__(name=label)
        self.reader, self.writer = mp.Pipe(duplex=False)

    def start(self):
        super().start()
        self.writer.close()
        return self

    def run(self):
        self.reader.close()
        for n in range(3):
            self.writer.send(f"{self.name}: object {n}")
        self.writer.close()


def drain(steps):
    lines = {s.name: [] for s in steps}
    open_ends = {s.reader: s for s in steps}
    while open_ends:
        for conn in wait(list(open_ends)):
            try:
                line = conn.recv()
            except EOFError:
                conn.close()
                del open_ends[conn]
            else:
                lines[line.partition(":")[0]].append(line)
    return lines


def main():
    steps = [Step(label).start() for label in ("core", "cli", "docs")]
    lines = drain(steps)
    for step in steps:
        step.join()
    assert all(len(v) == 3 for v in lines.values()), lines
    print({k: len(v) for k, v in lines.items()})


if __name__ == "__main__":
    main()
