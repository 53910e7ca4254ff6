"""Hard timeouts for third-party parsers."""
import functools
import multiprocessing
import queue
import time


class HardTimeout(RuntimeError):
    pass


def hard_timeout(seconds):
    """Run the wrapped callable in a child process and kill it when it is too slow."""

    def decorate(func):
        @functools.wraps(func)
        def guarded(*args, **kwargs):
            box = multiprocessing.Queue(1)

            def call():
                try:
                    box.put((True, func(*args, **kwargs)))
                except Exception as exc:
                    box.put((False, repr(exc)))

            child = multiprocessing.Process(target=call, daemon=True)
            child.start()
            try:
                ok, value = box.get(timeout=seconds)
            except queue.Empty:
                child.terminate()
                raise HardTimeout(f"{func.__name__} exceeded {seconds}s") from None
            finally:
                child.join()
            if not ok:
                raise RuntimeError(value)
            return value

        return guarded

    return decorate


@hard_timeout(2)
def parse_header(text):
    key, _, value = text.partition(":")
    return key.strip().lower(), value.strip()


@hard_timeout(0.5)
def parse_forever(text):
    while True:
        time.sleep(0.1)


def main():
    print(parse_header("Content-Type: text/html"))
    try:
        parse_forever("x")
    except HardTimeout as exc:
        print("gave up:", exc)


if __name__ == "__main__":
    main()
