from concurrent.futures import ProcessPoolExecutor
from importlib import import_module

REGISTRY = {}


def metric(func):
    REGISTRY[func.__name__] = func
    return func


def _prepare(module):
    import_module(module)  # whose import registers; under fork it is there already


def _compute(name, values):
    return REGISTRY[name](values)


def collect(inputs):
    with ProcessPoolExecutor(2, initializer=_prepare, initargs=("metrics.standard",)) as pool:
        futures = [(n, pool.submit(_compute, n, v)) for n, v in inputs.items()]
        return {n: f.result() for n, f in futures}
