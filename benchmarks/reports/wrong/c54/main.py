"""Publish a grid and let independent viewer programs look at it."""
import subprocess
import sys
from pathlib import Path

from grid import Grid

VIEWER = Path(__file__).with_name("viewer.py")


def view(grid):
    command = [sys.executable, str(VIEWER), grid.name, str(grid.size)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def main():
    with Grid(64, 48) as grid:
        digests = [view(grid) for _ in range(3)]
    print(digests)


if __name__ == "__main__":
    main()
