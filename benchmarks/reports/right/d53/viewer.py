import sys

from grid import Grid

if __name__ == "__main__":
    with Grid.attach(sys.argv[1], int(sys.argv[2])) as grid:
        print(grid.digest())
