"""Run a function in a process of its own: the wrapper sends a name, and the child asks the wrapper for the function."""

import functools
import importlib
import multiprocessing as mp


def _child(module, name, args, conn):
    wrapper = getattr(importlib.import_module(module), name)
    conn.send(wrapper.__wrapped__(*args))
    conn.close()


def isolated(function):
    @functools.wraps(function)
    def call(*args):
        receiver, sender = mp.Pipe(duplex=False)
        process = mp.Process(target=_child, args=(function.__module__, function.__qualname__, args, sender))
        process.start()
        sender.close()
        value = receiver.recv()
        process.join()
        return value

    return call
