"""Event and queue are globals in the worker, handed over by the pool initializer."""
import multiprocessing as mp
import time

STOP = None
PROGRESS = None


def attach(stop, progress):
    globals().update(STOP=stop, PROGRESS=progress)


def work(n):
    if STOP.is_set():
        return None
    PROGRESS.put(n)
    if n == 4:
        STOP.set()
    time.sleep(0.01)
    return n * n


def main():
    stop, progress = mp.Event(), mp.Queue()
    pool = mp.Pool(1, initializer=attach, initargs=(stop, progress))
    with pool:
        results = [pool.apply_async(work, (n,)) for n in range(10)]
        seen = []
        while len(seen) < 5:
            seen.append(progress.get())
        values = [r.get() for r in results]
        pool.close()
        pool.join()
    assert seen == [0, 1, 2, 3, 4], seen
    assert values == [0, 1, 4, 9, 16] + [None] * 5, values
    assert STOP is None and PROGRESS is None
    print(values)


if __name__ == "__main__":
    main()
