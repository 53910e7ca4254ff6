"""Run several static checkers over a source tree, optionally one process per checker."""
import argparse
import logging
import multiprocessing
import os
import sys
import tempfile

log = logging.getLogger("codecheck")


class Checker:
    name = "base"

    def __init__(self, directory):
        self.directory = directory

    def files(self):
        if not os.path.isdir(self.directory):
            raise IOError(f"no such directory: {self.directory}")
        for root, _, names in os.walk(self.directory):
            for name in sorted(names):
                if name.endswith(".py"):
                    yield os.path.join(root, name)

    def run(self):
        problems = 0
        for path in self.files():
            with open(path) as source:
                for number, line in enumerate(source, 1):
                    message = self.check_line(line)
                    if message:
                        problems += 1
                        print(f"{path}:{number}: {message} [{self.name}]", flush=True)
        if problems:
            sys.exit(1)


class TrailingSpaces(Checker):
    name = "spaces"

    def check_line(self, line):
        return "trailing whitespace" if line.rstrip("\n") != line.rstrip() else None


class Debugging(Checker):
    name = "debug"

    def check_line(self, line):
        return "breakpoint left in code" if "breakpoint()" in line else None


CHECKERS = [TrailingSpaces, Debugging]


def run_checker(cls, directory):
    cls(directory).run()


def analyse(directory, parallel):
    if not parallel:
        for cls in CHECKERS:
            run_checker(cls, directory)
        return 0
    jobs = []
    for cls in CHECKERS:
        job = multiprocessing.Process(target=run_checker, args=(cls, directory), name=cls.name)
        job.start()
        jobs.append(job)
    for job in jobs:
        job.join()
        log.info("%s finished", job.name)
    return 1 if any(job.exitcode for job in jobs) else 0


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--directory")
    parser.add_argument("--serial", action="store_true")
    args = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO)
    if args.directory:
        return analyse(args.directory, not args.serial)
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "views.py"), "w") as out:
            out.write("def view():\n    breakpoint()  \n")
        found = analyse(folder, not args.serial)
    print("problems found" if found else "clean")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
