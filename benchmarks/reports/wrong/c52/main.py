import logging
from concurrent.futures import ProcessPoolExecutor

from app import jobs, logs


def main():
    logs.start()
    log = logging.getLogger("main")
    names = ["a.txt", "bb.txt", "ccc.txt"]
    log.info("%d files", len(names))
    with ProcessPoolExecutor(2, initializer=logs.configure) as executor:
        sizes = list(executor.map(jobs.compress, names))
    log.info("total %d", sum(sizes))
    print("log records written:", logs.stop(), "expected", 2 + 2 * len(names))


if __name__ == "__main__":
    main()
