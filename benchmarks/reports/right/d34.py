"""Interruptible batch: workers ignore SIGINT, the parent terminates them."""
import argparse
import logging
import multiprocessing
import signal
import sys
import time

log = logging.getLogger("convert")


def quiet():
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def convert(item):
    time.sleep(0.05)
    return item * 2


def run(items, processes):
    done = []
    pool = multiprocessing.Pool(processes, quiet)
    try:
        for value in pool.imap_unordered(convert, items):
            done.append(value)
    except KeyboardInterrupt:
        log.warning("interrupted after %d items", len(done))
        pool.terminate()
        code = 130
    else:
        pool.close()
        code = 0
    pool.join()
    return code, done


def main(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=12)
    parser.add_argument("--processes", type=int, default=2)
    ns = parser.parse_args(argv)
    code, done = run(range(ns.items), ns.processes)
    if code == 0:
        assert sorted(done) == [2 * n for n in range(ns.items)]
    print(code, len(done))
    return code


if __name__ == "__main__":
    sys.exit(main())
