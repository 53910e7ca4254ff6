from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager


class _Inline:
    """Same face as an executor, for one worker."""

    map = staticmethod(map)


@contextmanager
def _mapper(workers):
    if workers <= 1:
        yield _Inline()
        return
    with ProcessPoolExecutor(workers) as pool:
        yield pool


def measure(texts, workers):
    key = len if workers > 1 else (lambda t: len(t))
    with _mapper(workers) as mapper:
        return dict(zip(texts, mapper.map(key, texts)))
