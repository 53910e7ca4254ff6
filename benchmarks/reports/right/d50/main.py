import logging
from concurrent.futures import ProcessPoolExecutor

from app import jobs, logs


def main():
    handler = logs.CountingHandler()
    names = ["a.txt", "bb.txt", "ccc.txt"]
    with logs.central(handler) as setup:
        logs.attach(*setup)
        logging.getLogger("main").info("%d files", len(names))
        with ProcessPoolExecutor(2, initializer=logs.attach, initargs=setup) as executor:
            sizes = list(executor.map(jobs.compress, names))
        logging.getLogger().handlers.clear()
    assert sizes == [15, 18, 21]
    assert len(handler.lines) == 1 + 2 * len(names), handler.lines
    print(len(handler.lines), "records")


if __name__ == "__main__":
    main()
