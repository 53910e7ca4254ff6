"""Thumbnails by daemons that wait on a joinable queue for ever."""

import multiprocessing
import sys


def thumbnail(size):
    return max(size) // 8


def serve(jobs, done):
    while True:
        name, size = jobs.get()
        try:
            done[name] = thumbnail(size)
        except TypeError:
            done[name] = None
        finally:
            jobs.task_done()


class Thumbnailer:
    def __init__(self, workers, done):
        self.jobs = multiprocessing.JoinableQueue()
        for _ in range(workers):
            multiprocessing.Process(target=serve, args=(self.jobs, done), daemon=True).start()

    def add(self, name, size):
        self.jobs.put((name, size))

    def finish(self):
        self.jobs.join()


def main():
    with multiprocessing.Manager() as manager:
        done = manager.dict()
        thumbnailer = Thumbnailer(2, done)
        for number in range(5):
            thumbnailer.add(f"p{number}", (number * 100, 300))
        thumbnailer.add("broken", None)
        thumbnailer.finish()
        print(sorted(done.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
