"""Tests in pytest's style (plain functions, asserts) that can also run as a script."""
import contextlib
import multiprocessing as mp
import queue
import sys
import time

try:
    import pytest
except ImportError:  # the script form has no need of it
    pytest = None


def echo(inbox, outbox):
    while (item := inbox.get()) is not None:
        outbox.put(item * 2)


@contextlib.contextmanager
def echo_server(method):
    ctx = mp.get_context(method)
    inbox, outbox = ctx.Queue(), ctx.Queue()
    server = ctx.Process(target=echo, args=(inbox, outbox), daemon=True)
    server.start()
    try:
        yield inbox, outbox
    finally:
        inbox.put(None)
        server.join(timeout=10)
        if server.is_alive():
            server.kill()
            server.join()
        for q in (inbox, outbox):
            q.close()
            q.join_thread()


if pytest is not None:

    @pytest.fixture(name="echoed")
    def _echoed():
        with echo_server("spawn") as queues:
            yield queues


def check_roundtrip(echoed):
    inbox, outbox = echoed
    for i in range(10):
        inbox.put(i)
    assert [outbox.get(timeout=10) for _ in range(10)] == [2 * i for i in range(10)]


def check_empty(echoed):
    _, outbox = echoed
    started = time.monotonic()
    try:
        outbox.get(timeout=0.05)
    except queue.Empty:
        assert time.monotonic() - started >= 0.04
    else:
        raise AssertionError("something came from nowhere")


def test_roundtrip(echoed):
    check_roundtrip(echoed)


def test_empty(echoed):
    check_empty(echoed)


def run_as_script():
    checks = (check_roundtrip, check_empty)
    for check in checks:
        with echo_server("spawn") as queues:
            check(queues)
        print("PASS", check.__name__)
    return 0


if __name__ == "__main__":
    sys.exit(run_as_script())
