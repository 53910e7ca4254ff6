"""Index source files, a process a file, so that a fatal error ends only its process."""

import collections
import multiprocessing
import os
import sys

FILES = {
    "lexer.c": "int lex(void) { return 1; }",
    "broken.c": "#include <missing.h>",
    "main.c": "int main(void) { return lex(); }",
}
Index = collections.namedtuple("Index", "path functions")


def fatal(message):
    os.write(2, f"fatal: {message}\n".encode())
    os._exit(2)


def index_one(path, text, connection):
    functions = []
    for line in text.splitlines():
        if line.startswith("#include"):
            fatal(f"cannot open {line.split('<')[1].rstrip('>')}")
        functions.append(line.partition("(")[0].split()[1])
    connection.send(Index(path, functions))
    connection.close()


def index_isolated(path, text):
    """The index, or None where the analyser gave up."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=index_one, args=(path, text, sender))
    process.start()
    sender.close()
    try:
        found = receiver.recv()
    except EOFError:
        found = None
    process.join()
    return found


def main():
    for path, text in sorted(FILES.items()):
        found = index_isolated(path, text)
        print(path, found.functions if found else "failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
