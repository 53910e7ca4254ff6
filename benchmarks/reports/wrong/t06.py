"""Run checkers over files in processes and collect what they find."""
import multiprocessing as mp
import re
import tempfile
from collections import namedtuple
from pathlib import Path


class LineChecker:
    limit = 40

    def __init__(self):
        self.Finding = namedtuple("LongLine", "file line length")

    def run(self, name, text):
        for number, line in enumerate(text.splitlines(), 1):
            if len(line) > self.limit:
                yield self.Finding(name, number, len(line))


class TodoChecker:
    pattern = re.compile(r"\bTODO\b")

    def run(self, name, text):
        for number, line in enumerate(text.splitlines(), 1):
            if self.pattern.search(line):
                yield (name, number, "TODO")


def check_files(checkers, files, results):
    for file in files:
        text = Path(file).read_text()
        found = [hit for checker in checkers() for hit in checker.run(Path(file).name, text)]
        results.put((file, found))


def default_checkers():
    return [LineChecker(), TodoChecker()]


def main():
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number in range(6):
            file = Path(folder) / f"module{number}.py"
            file.write_text("x = 1\n" + "# TODO later\n" * (number % 2) + "y = '" + "a" * (10 * number) + "'\n")
            files.append(str(file))
        results = mp.Queue()
        workers = [mp.Process(target=check_files, args=(default_checkers, files[n::2], results)) for n in range(2)]
        for worker in workers:
            worker.start()
        report = dict(results.get() for _ in files)
        for worker in workers:
            worker.join()
    for file, found in sorted(report.items()):
        for hit in found:
            print(*hit)


if __name__ == "__main__":
    main()
