from __future__ import annotations

import multiprocessing as mp
from multiprocessing.connection import Connection
from typing import Callable


class ProcessTimeout(Exception):
    pass


def call(func: Callable[[str], str], argument: str, conn: Connection) -> None:
    try:
        conn.send((True, func(argument)))
    except Exception as error:
        conn.send((False, repr(error)))
    finally:
        conn.close()


def run_limited(func: Callable[[str], str], argument: str, limit: float) -> str:
    # plugins cannot be imported by name, so the child has to be a copy of this process
    ctx = mp.get_context("fork")
    receiver, sender = ctx.Pipe(duplex=False)
    proc = ctx.Process(target=call, args=(func, argument, sender))
    proc.start()
    sender.close()
    try:
        if not receiver.poll(limit):
            raise ProcessTimeout(argument)
        good, value = receiver.recv()
        if not good:
            raise RuntimeError(value)
        return value
    finally:
        proc.terminate()
        proc.join()
        receiver.close()
