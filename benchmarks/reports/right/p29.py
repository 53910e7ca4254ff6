"""Decorated jobs kept in a registry; only names and arguments cross the queue."""
import functools
import multiprocessing as mp
import time
import traceback

JOBS = {}


def job(name=None, *, retries=0):
    def register(function):
        @functools.wraps(function)
        def guarded(*args, **kwargs):
            for attempt in range(retries + 1):
                try:
                    return function(*args, **kwargs)
                except ConnectionError:
                    if attempt == retries:
                        raise
                    time.sleep(0.005)

        JOBS[name or function.__name__] = guarded
        return guarded

    return register


@job()
def total(*numbers):
    return sum(numbers)


@job("repeat")
def repeat_text(text, times=2):
    return text * times


_failures = [ConnectionError("down"), ConnectionError("still down")]


@job(retries=2)
def flaky(value):
    if _failures:
        raise _failures.pop()
    return value


@job()
def broken():
    raise ZeroDivisionError("always")


def worker(requests, replies):
    for ident, name, args, kwargs in iter(requests.get, None):
        try:
            outcome = "ok", JOBS[name](*args, **kwargs)
        except Exception as exc:
            outcome = "error", traceback.format_exception_only(exc)[-1].strip()
        replies.put((ident, outcome))


class Client:
    def __init__(self, workers=1):
        self.requests, self.replies = mp.Queue(), mp.Queue()
        self.crew = [mp.Process(target=worker, args=(self.requests, self.replies)) for _ in range(workers)]
        self.pending = 0

    def __enter__(self):
        for p in self.crew:
            p.start()
        return self

    def submit(self, name, *args, **kwargs):
        self.requests.put((self.pending, name, args, kwargs))
        self.pending += 1

    def results(self):
        collected = {}
        while self.pending:
            ident, outcome = self.replies.get()
            collected[ident] = outcome
            self.pending -= 1
        return [collected[i] for i in sorted(collected)]

    def __exit__(self, *exc):
        self.results()
        for _ in self.crew:
            self.requests.put(None)
        for p in self.crew:
            p.join()


def main():
    with Client() as client:
        client.submit("total", 1, 2, 3)
        client.submit("repeat", "ab", times=3)
        client.submit("flaky", "finally")
        client.submit("broken")
        client.submit("missing")
        outcomes = client.results()
    assert outcomes[:3] == [("ok", 6), ("ok", "ababab"), ("ok", "finally")]
    assert outcomes[3] == ("error", "ZeroDivisionError: always")
    assert outcomes[4] == ("error", "KeyError: 'missing'")
    assert len(_failures) == 2
    print(*outcomes, sep="\n")


if __name__ == "__main__":
    main()
