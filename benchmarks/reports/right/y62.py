"""A tool that chooses its start method once, before anything uses it."""

import argparse
import multiprocessing
import sys
import threading


def work(number):
    return number, multiprocessing.get_start_method()


def heartbeat(stop, beats):
    while not stop.wait(0.01):
        beats.append(1)


def run(count):
    stop, beats = threading.Event(), []
    thread = threading.Thread(target=heartbeat, args=(stop, beats), daemon=True)
    thread.start()
    try:
        with multiprocessing.Pool(2) as pool:
            return pool.map(work, range(count)), thread.is_alive()
    finally:
        stop.set()
        thread.join()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start-method", choices=["spawn", "forkserver"], default="spawn")
    args = parser.parse_args()
    multiprocessing.set_start_method(args.start_method)
    print(*run(3))
    return 0


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
