"""Hard timeouts: the killed child owns nothing but its end of a private pipe."""
from __future__ import annotations

import multiprocessing as mp
import time
from typing import Any, Callable


class HardTimeout(RuntimeError):
    pass


def _runner(conn, func: Callable, args: tuple) -> None:
    try:
        outcome = (True, func(*args))
    except Exception as exc:
        outcome = (False, repr(exc))
    conn.send(outcome)
    conn.close()


def call(func: Callable, *args: Any, limit: float) -> Any:
    ours, theirs = mp.Pipe(duplex=False)
    child = mp.Process(target=_runner, args=(theirs, func, args), daemon=True)
    child.start()
    theirs.close()
    try:
        if not ours.poll(limit):
            raise HardTimeout(func.__name__)
        ok, value = ours.recv()
    finally:
        if child.is_alive():
            child.terminate()
        child.join()
        ours.close()
    if not ok:
        raise RuntimeError(value)
    return value


def parse(text: str) -> tuple[str, str]:
    key, _, value = text.partition(":")
    return key.strip().lower(), value.strip()


def spin() -> None:
    while True:
        time.sleep(0.05)


def main() -> None:
    assert call(parse, "Content-Type: text/html", limit=20) == ("content-type", "text/html")
    try:
        call(spin, limit=0.5)
    except HardTimeout as exc:
        print("gave up on", exc)
    else:
        raise AssertionError("no timeout")
    try:
        call(parse, 7, limit=20)
    except RuntimeError as exc:
        assert "partition" in str(exc)


if __name__ == "__main__":
    main()
