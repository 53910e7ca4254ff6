"""Hardware checks; each one runs in a process of its own so that it can be timed out."""
import functools
import multiprocessing
import sys
import time
from queue import Empty


class CheckTimeout(Exception):
    pass


def _call(function, queue, args, kwargs):
    try:
        queue.put((True, function(*args, **kwargs)))
    except Exception as error:
        queue.put((False, error))


def run_with_timeout(seconds):
    """Run the decorated check in a child process, kill it after `seconds`."""

    def decorator(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            queue = multiprocessing.Queue()
            process = multiprocessing.Process(target=_call, args=(function, queue, args, kwargs))
            process.start()
            try:
                ok, value = queue.get(timeout=seconds)
            except Empty:
                process.terminate()
                raise CheckTimeout(f"{function.__name__} took more than {seconds} s") from None
            finally:
                process.join()
            if not ok:
                raise value
            return value

        return wrapper

    return decorator


@run_with_timeout(5)
def cpu_offlining(cores):
    time.sleep(0.1)
    return {core: "online" for core in range(cores)}


@run_with_timeout(5)
def memory_test(megabytes):
    block = bytearray(megabytes << 20)
    block[::4096] = b"\xff" * len(block[::4096])
    return sum(block[::4096]) // 255


CHECKS = [(cpu_offlining, (2,)), (memory_test, (4,))]


def main():
    failed = 0
    for check, args in CHECKS:
        try:
            print(check.__name__, check(*args))
        except CheckTimeout as error:
            failed += 1
            print("FAIL", error)
    return failed


if __name__ == "__main__":
    sys.exit(main())
