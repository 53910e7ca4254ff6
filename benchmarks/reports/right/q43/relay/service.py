from concurrent.futures import ProcessPoolExecutor

from .errors import Rejected


def answer(verb, n):
    if verb != "ping":
        raise Rejected(verb, 404, hint="try ping")
    return verb, n


class Service:
    def __enter__(self):
        self._executor = ProcessPoolExecutor(1)
        return self

    def ask(self, verb, n):
        return self._executor.submit(answer, verb, n).result(15)

    def __exit__(self, *exc):
        self._executor.shutdown()
