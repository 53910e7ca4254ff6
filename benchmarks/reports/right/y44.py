"""A calculator behind a duplex pipe."""

import contextlib
import multiprocessing
import sys


class Calculator(multiprocessing.Process):
    OPERATIONS = {"add": sum, "max": max, "count": len}

    def __init__(self, connection, other_end):
        super().__init__(daemon=True)
        self.connection = connection
        self.other_end = other_end

    def run(self):
        self.other_end.close()
        with contextlib.closing(self.connection):
            while True:
                try:
                    name, numbers = self.connection.recv()
                except EOFError:
                    return
                self.connection.send(self.OPERATIONS[name](numbers))


@contextlib.contextmanager
def calculator():
    ours, theirs = multiprocessing.Pipe()
    process = Calculator(theirs, ours)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        process.join(timeout=10)


def ask(connection, name, *numbers):
    connection.send((name, numbers))
    if not connection.poll(10):
        raise TimeoutError(name)
    return connection.recv()


def main():
    with calculator() as connection:
        print(ask(connection, "add", 1, 2, 3), ask(connection, "max", 4, 9), ask(connection, "count", 0, 0))
    return 0


if __name__ == "__main__":
    sys.exit(main())
