import random
import sys
import time

import grid
import ring

GLIDER = """
.#......
..#.....
###.....
........
........
........
........
........
........
"""


def soup(width, height, seed):
    rng = random.Random(seed)
    return [[rng.random() < 0.4 for _ in range(width)] for _ in range(height)]


def check(rows, generations, parts):
    got = ring.simulate(rows, generations, parts)
    want = grid.serial(rows, generations)
    if got != want:
        print(grid.show(got), "instead of", grid.show(want), sep="\n", file=sys.stderr)
        raise AssertionError(parts)
    return sum(map(sum, got))


def main():
    started = time.monotonic()
    glider = grid.parse(GLIDER)
    assert check(glider, 12, 3) == 5
    # a ring of one borders on itself
    assert check(glider, 4, 1) == 5
    alive = [check(soup(16, 12, seed), 10, parts) for seed, parts in ((1, 2), (2, 4))]
    took = time.monotonic() - started
    assert took < 20
    print("alive", alive)
    return 0


if __name__ == "__main__":
    sys.exit(main())
