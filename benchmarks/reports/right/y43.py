"""A heat equation on strips: the processes meet at a barrier each step."""

import multiprocessing as mp
import sys

WIDTH = 24


def relax(grid, target, low, high, barrier, steps):
    source, sink = grid, target
    for _ in range(steps):
        for n in range(max(low, 1), min(high, WIDTH - 1)):
            sink[n] = (source[n - 1] + source[n + 1]) / 2
        barrier.wait(timeout=20)
        source, sink = sink, source
        barrier.wait(timeout=20)


def solve(workers, steps):
    grid = mp.Array("d", WIDTH, lock=False)
    target = mp.Array("d", WIDTH, lock=False)
    for array in (grid, target):
        array[0], array[WIDTH - 1] = 100.0, 0.0
    barrier = mp.Barrier(workers)
    edges = [WIDTH * n // workers for n in range(workers + 1)]
    strips = [
        mp.Process(target=relax, args=(grid, target, low, high, barrier, steps))
        for low, high in zip(edges, edges[1:])
    ]
    for strip in strips:
        strip.start()
    for strip in strips:
        strip.join()
    return list(grid if steps % 2 == 0 else target)


def main():
    parallel, serial = solve(2, 40), solve(1, 40)
    print(parallel == serial, round(parallel[3], 3))
    return 0


if __name__ == "__main__":
    sys.exit(main())
