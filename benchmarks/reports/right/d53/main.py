"""Publish a grid, look at it from other programs and from a child process."""
import multiprocessing
import subprocess
import sys
from pathlib import Path

from grid import Grid

VIEWER = Path(__file__).with_name("viewer.py")


def view(grid):
    command = [sys.executable, str(VIEWER), grid.shm.name, str(grid.size)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def child_view(name, size, conn):
    with Grid.attach(name, size) as grid, conn:
        conn.send(grid.digest())


def main():
    with Grid.publish(3000) as grid:
        digests = [view(grid) for _ in range(3)]
        ours, theirs = multiprocessing.Pipe()
        child = multiprocessing.Process(target=child_view, args=(grid.shm.name, grid.size, theirs))
        child.start()
        theirs.close()
        digests.append(ours.recv())
        child.join()
        assert set(digests) == {grid.digest()}
    print(digests)


if __name__ == "__main__":
    main()
