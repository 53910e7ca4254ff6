"""A process that returns a value or raises, like a future."""

import multiprocessing
import sys


class Task(multiprocessing.Process):
    """The outcome is sent back; attributes set in run() stay in the child and are not needed."""

    def __init__(self, func, *args):
        super().__init__()
        self._func = func
        self._args_of_func = args
        self._receiver, self._sender = multiprocessing.Pipe(duplex=False)
        self._outcome = None

    def start(self):
        super().start()
        self._sender.close()

    def run(self):
        try:
            self._outcome = (True, self._func(*self._args_of_func))
        except Exception as exc:
            self._outcome = (False, exc)
        self._sender.send(self._outcome)
        self._sender.close()

    def result(self):
        if self._outcome is None:
            self._outcome = self._receiver.recv()
            self.join()
        ok, value = self._outcome
        if ok:
            return value
        raise value


def parse(text):
    return int(text)


def main():
    tasks = [Task(parse, text) for text in ("12", "x", "30")]
    for task in tasks:
        task.start()
    for task in tasks:
        try:
            print(task.result())
        except ValueError as exc:
            print("failed:", exc)
    return 0


if __name__ == "__main__":
    sys.exit(main())
