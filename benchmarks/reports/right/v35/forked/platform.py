from __future__ import annotations

import multiprocessing as mp
from multiprocessing.context import ForkContext


def fork_context() -> ForkContext:
    if "fork" not in mp.get_all_start_methods():
        raise RuntimeError("this tool needs an operating system with fork")
    return mp.get_context("fork")
