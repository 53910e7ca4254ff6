"""Run a function in a process of its own and give back what it returned."""

import functools
import multiprocessing as mp


class IsolationError(RuntimeError):
    pass


def _child(function, args, kwargs, conn):
    try:
        conn.send((True, function(*args, **kwargs)))
    except Exception as error:
        conn.send((False, repr(error)))
    finally:
        conn.close()


def isolated(function):
    @functools.wraps(function)
    def call(*args, **kwargs):
        receiver, sender = mp.Pipe(duplex=False)
        process = mp.Process(target=_child, args=(function, args, kwargs, sender))
        process.start()
        sender.close()
        try:
            good, value = receiver.recv()
        except EOFError:
            raise IsolationError(f"{function.__name__} died") from None
        finally:
            process.join()
        if not good:
            raise IsolationError(value)
        return value

    return call
