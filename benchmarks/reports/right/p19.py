"""Heat diffusion on a rod: strips of one shared array, two barriers a step."""
import multiprocessing as mp

CELLS, STEPS, PARTS = 30, 25, 3


def relax(source, target, start, stop):
    for i in range(start, stop):
        left = source[i - 1] if i else 0.0
        right = source[i + 1] if i + 1 < CELLS else 0.0
        target[i] = source[i] + 0.25 * (left - 2 * source[i] + right)


def strip(a, b, barrier, start, stop, steps):
    source, target = a, b
    try:
        for _ in range(steps):
            relax(source, target, start, stop)
            barrier.wait(timeout=15)
            # the writer's slots of this step are the readers' of the next
            source, target = target, source
    except BaseException:
        barrier.abort()
        raise


def serial():
    a, b = [0.0] * CELLS, [0.0] * CELLS
    a[CELLS // 2] = 100.0
    for _ in range(STEPS):
        relax(a, b, 0, CELLS)
        a, b = b, a
    return a


def parallel():
    # no lock: every cell has one writer, and the barrier orders the steps
    a = mp.Array("d", CELLS, lock=False)
    b = mp.Array("d", CELLS, lock=False)
    a[CELLS // 2] = 100.0
    barrier = mp.Barrier(PARTS)
    width = CELLS // PARTS
    procs = [
        mp.Process(target=strip, args=(a, b, barrier, k * width, (k + 1) * width, STEPS))
        for k in range(PARTS)
    ]
    for p in procs:
        p.start()
    for p in procs:
        p.join()
    if any(p.exitcode for p in procs):
        raise RuntimeError("a strip failed")
    return list(a if STEPS % 2 == 0 else b)


def main():
    rod = parallel()
    assert rod == serial()
    print("peak", round(max(rod), 6))


if __name__ == "__main__":
    main()
