import os
import sys
import time

from metrics import METRICS


def child(writer: int) -> None:
    for _ in range(3):
        METRICS.count("request")
    time.sleep(0.2)
    os.write(writer, b"%d" % METRICS.delivered)


def main() -> int:
    METRICS.start()
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            child(writer)
            code = 0
        finally:
            os._exit(code)
    METRICS.start()
    os.close(writer)
    with os.fdopen(reader) as file:
        print("child delivered", file.read())
    _, status = os.waitpid(pid, 0)
    METRICS.stop()
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
