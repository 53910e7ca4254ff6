"""Recursive text search that replaces matches, one worker per group of files."""
import argparse
import logging
import os
import re
import tempfile
from multiprocessing import Process, Queue

log = logging.getLogger("arrow")


class Match:
    def __init__(self, path, number, line):
        self.path = path
        self.number = number
        self.line = line

    def __str__(self):
        return f"{os.path.basename(self.path)}:{self.number}: {self.line.strip()}"


def index_worker(paths, pattern, found):
    regex = re.compile(pattern)
    for path in paths:
        with open(path, errors="replace") as handle:
            for number, line in enumerate(handle, 1):
                if regex.search(line):
                    found.put(Match(path, number, line))
    found.put(None)


def walk(directory):
    for root, _, names in os.walk(directory):
        for name in sorted(names):
            yield os.path.join(root, name)


class Search:
    def __init__(self, pattern, workers):
        self.pattern = pattern
        self.workers = workers
        self.found = Queue()
        self.processes = []

    def start(self, directory):
        paths = list(walk(directory))
        for offset in range(self.workers):
            process = Process(
                target=index_worker, args=(paths[offset :: self.workers], self.pattern, self.found)
            )
            process.start()
            self.processes.append(process)

    def results(self):
        matches = []
        running = len(self.processes)
        while running:
            match = self.found.get()
            if match is None:
                running -= 1
            else:
                matches.append(match)
        for process in self.processes:
            process.join()
        return matches


def fill(directory, files, lines):
    for number in range(files):
        with open(os.path.join(directory, f"mod{number}.txt"), "w") as out:
            for line in range(lines):
                out.write(f"the {line:05d} quick brown fox jumps over the lazy dog again and again\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pattern", default="the")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--lines", type=int, default=1500)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    with tempfile.TemporaryDirectory() as directory:
        fill(directory, 4, args.lines)
        search = Search(args.pattern, args.workers)
        search.start(directory)
        matches = search.results()
    log.info("first: %s", matches[0])
    print(len(matches), "matches")


if __name__ == "__main__":
    main()
