from __future__ import annotations

import multiprocessing as mp
from multiprocessing.connection import Connection
from typing import Any, Callable


class TimedOut(Exception):
    pass


def _call(conn: Connection, func: Callable[..., Any], args: tuple[Any, ...]) -> None:
    with conn:
        try:
            conn.send((True, func(*args)))
        except Exception as error:
            conn.send((False, f"{type(error).__name__}: {error}"))


def run_with_limit(func: Callable[..., Any], *args: Any, limit: float) -> Any:
    reader, writer = mp.Pipe(duplex=False)
    process = mp.Process(target=_call, args=(writer, func, args))
    process.start()
    writer.close()
    try:
        if not reader.poll(limit):
            raise TimedOut(func.__name__)
        try:
            good, value = reader.recv()
        except EOFError:
            process.join()
            raise RuntimeError(f"process ended with {process.exitcode}") from None
        if not good:
            raise RuntimeError(value)
        return value
    finally:
        reader.close()
        if process.is_alive():
            process.join(0.2)
        if process.is_alive():
            process.kill()
        process.join()
        process.close()
