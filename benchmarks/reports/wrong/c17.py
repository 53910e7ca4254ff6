"""Collect the output of several build steps through a pipe, until all have closed it."""
import multiprocessing as mp
import os
import sys
from multiprocessing.connection import Connection


class BuildLog:
    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []

    def drain(self, reader: Connection) -> None:
        while True:
            try:
                step, line = reader.recv()
            except EOFError:
                return
            self.lines.append((step, line))


def build_step(name: str, writer: Connection) -> None:
    with writer:
        writer.send((name, "started"))
        for n in range(3):
            writer.send((name, f"object {n} compiled"))
        writer.send((name, "finished"))


class Builder:
    def __init__(self, steps: list[str]) -> None:
        self.steps = steps
        self.log = BuildLog()

    def run(self) -> int:
        reader, writer = mp.Pipe(duplex=False)
        procs = [mp.Process(target=build_step, args=(s, writer), name=s) for s in self.steps]
        for proc in procs:
            proc.start()
        self.log.drain(reader)
        for proc in procs:
            proc.join()
        reader.close()
        return max(p.exitcode for p in procs)


def main() -> int:
    builder = Builder(["core", "cli", "docs"])
    status = builder.run()
    print(f"{len(builder.log.lines)} lines from pid {os.getpid()}")
    return status


if __name__ == "__main__":
    sys.exit(main())
