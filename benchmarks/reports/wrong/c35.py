# logsplit: split one access log into per-status files, one writer process per file
import collections
import multiprocessing
import os
import shutil
import sys
import tempfile


LINES = [
    "GET / 200", "GET /a 404", "POST /b 200", "GET /c 500", "GET /d 404", "GET /e 200",
]


def writer(fh, inbox):
    count = 0
    while True:
        line = inbox.get()
        if line is None:
            break
        fh.write(line + "\n")
        count += 1
    fh.flush()
    return count


class Splitter:
    def __init__(self, folder):
        self.folder = folder
        self.targets = {}

    def target(self, status):
        if status not in self.targets:
            fh = open(os.path.join(self.folder, status + ".log"), "w")
            inbox = multiprocessing.SimpleQueue()
            proc = multiprocessing.Process(target=writer, args=(fh, inbox))
            proc.start()
            self.targets[status] = (fh, inbox, proc)
        return self.targets[status][1]

    def feed(self, lines):
        for line in lines:
            self.target(line.rsplit(" ", 1)[1]).put(line)

    def finish(self):
        for fh, inbox, proc in self.targets.values():
            inbox.put(None)
            proc.join()
            fh.close()


def main():
    folder = tempfile.mkdtemp()
    try:
        splitter = Splitter(folder)
        splitter.feed(LINES)
        splitter.finish()
        sizes = collections.Counter()
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name)) as fh:
                sizes[name] = len(fh.readlines())
        print(dict(sizes))
        return 0
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
