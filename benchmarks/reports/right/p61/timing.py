import functools
import time


def timed(name):
    """Decorate a method of an object with ``metrics``: count calls and time."""

    def decorate(method):
        @functools.wraps(method)
        def wrapper(self, *args):
            started = time.perf_counter()
            try:
                return method(self, *args)
            except Exception:
                self.metrics.add(f"{name}.errors")
                raise
            finally:
                self.metrics.add(f"{name}.calls")
                self.metrics.add(f"{name}.seconds", time.perf_counter() - started)

        return wrapper

    return decorate
