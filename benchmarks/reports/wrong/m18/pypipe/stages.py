import functools
import os


def _call(func, stats, item):
    result = func(item)
    stats[os.getpid()] = item
    return result


def map(pipe, func, items):
    return pipe.pool.map(functools.partial(_call, func, pipe.stats), items)
