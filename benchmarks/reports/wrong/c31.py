"""Export worker with a watchdog: hung exports are terminated and the next one starts."""
import multiprocessing as mp
import os
import tempfile
import time


class ExportLog(object):
    def __init__(self, path):
        self.path = path
        self.lock = mp.Lock()

    def write(self, name, rows):
        with self.lock:
            with open(self.path, "a") as fh:
                for row in rows:
                    fh.write("%s,%s\n" % (name, row))


def slow_rows(count, delay):
    for n in range(count):
        time.sleep(delay)
        yield n


def export(log, name, count, delay):
    log.write(name, slow_rows(count, delay))


class Watchdog(object):
    def __init__(self, limit):
        self.limit = limit
        self.killed = []

    def supervise(self, target, args):
        child = mp.Process(target=target, args=args)
        child.start()
        child.join(self.limit)
        if child.is_alive():
            child.terminate()
            self.killed.append(args[1])
        child.join()
        return child.exitcode


def main():
    fd, path = tempfile.mkstemp()
    os.close(fd)
    log = ExportLog(path)
    dog = Watchdog(limit=0.8)
    jobs = [("users", 5, 0.001), ("events", 1000, 0.05), ("teams", 4, 0.001), ("tags", 4, 0.001)]
    try:
        for name, count, delay in jobs:
            print(name, dog.supervise(export, (log, name, count, delay)))
        with open(path) as fh:
            print("lines", len(fh.readlines()), "killed", dog.killed)
        log.write("summary", [len(dog.killed)])
    finally:
        os.unlink(path)


if __name__ == "__main__":
    main()
