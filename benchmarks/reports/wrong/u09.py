"""Index source files: one analyser run a file, in a pool."""

import argparse
import collections
import multiprocessing.pool
import os
import sys

FILES = {
    "lexer.c": "int lex(void) { return 1; }",
    "parser.c": "int parse(void) { return lex(); }",
    "broken.c": "#include <missing.h>",
    "main.c": "int main(void) { return parse(); }",
}

Index = collections.namedtuple("Index", "path functions calls")


def fatal(message):
    """Errors that no caller can do anything about."""
    sys.stderr.write(f"fatal: {message}\n")
    sys.stderr.flush()
    os._exit(2)


class Analyser:
    """Very small stand-in for a compiler plug-in."""

    def __init__(self, strict):
        self.strict = strict

    def include(self, line):
        name = line.split("<")[1].rstrip(">")
        if self.strict:
            fatal(f"cannot open {name}")
        return name

    def analyse(self, path, text):
        functions, calls = [], []
        for line in text.splitlines():
            if line.startswith("#include"):
                self.include(line)
                continue
            head, _, body = line.partition("{")
            functions.append(head.split()[1].partition("(")[0])
            calls.extend(word for word in ("lex", "parse") if f"{word}()" in body)
        return Index(path, functions, calls)


def index_one(job):
    path, text, strict = job
    return Analyser(strict).analyse(path, text)


def index_tree(files, strict, jobs):
    work = [(path, text, strict) for path, text in sorted(files.items())]
    with multiprocessing.pool.Pool(jobs) as pool:
        for entry in pool.imap(index_one, work):
            yield entry


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lenient", action="store_true")
    parser.add_argument("-j", "--jobs", type=int, default=2)
    args = parser.parse_args()
    total = 0
    for entry in index_tree(FILES, not args.lenient, args.jobs):
        print(entry.path, ",".join(entry.functions), "->", ",".join(entry.calls))
        total += len(entry.functions)
    print(total, "functions")


if __name__ == "__main__":
    main()
