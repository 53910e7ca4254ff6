"""A worker that may be killed at any time: it shares no lock and no queue with anyone."""
import multiprocessing as mp
import time
from multiprocessing.connection import wait


def search(conn, lo, hi, target):
    for n in range(lo, hi):
        if n * n == target:
            conn.send(n)
            break
    else:
        conn.send(None)
    conn.close()


def stubborn(conn):
    while True:
        time.sleep(60)


class Racer:
    def __init__(self, target, *args):
        self.conn, theirs = mp.Pipe(duplex=False)
        self.proc = mp.Process(target=target, args=(theirs, *args))
        self.proc.start()
        theirs.close()

    def kill(self):
        if self.proc.is_alive():
            self.proc.kill()
        self.proc.join()
        self.conn.close()
        return self.proc.exitcode


def first(racers, timeout):
    pending = {r.conn: r for r in racers}
    deadline = time.monotonic() + timeout
    while pending and (left := deadline - time.monotonic()) > 0:
        for conn in wait(list(pending), left):
            try:
                answer = conn.recv()
            except EOFError:
                answer = None
            del pending[conn]
            if answer is not None:
                return answer
    return None


def main():
    racers = [Racer(search, lo, lo + 500, 1234 ** 2) for lo in range(0, 2000, 500)]
    racers.append(Racer(stubborn))
    try:
        answer = first(racers, 15)
    finally:
        codes = [r.kill() for r in racers]
    assert answer == 1234
    assert codes[-1] == -9
    print("root", answer)


if __name__ == "__main__":
    main()
