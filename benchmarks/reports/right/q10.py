"""Request/reply over a pipe; the end of work is said, not inferred from EOF."""
from multiprocessing import Pipe, Process


class Stop:
    pass


def serve(conn):
    with conn:
        while not isinstance(request := conn.recv(), Stop):
            conn.send(request[::-1])


class Mirror:
    def __enter__(self):
        self._conn, theirs = Pipe()
        self._proc = Process(target=serve, args=(theirs,))
        self._proc.start()
        theirs.close()
        return self

    def __exit__(self, *exc):
        try:
            self._conn.send(Stop())
        except BrokenPipeError:
            pass
        self._proc.join()
        self._conn.close()
        if not exc[0] and self._proc.exitcode:
            raise RuntimeError(f"mirror ended with {self._proc.exitcode}")

    def __call__(self, text):
        self._conn.send(text)
        return self._conn.recv()


def main():
    with Mirror() as left, Mirror() as right:
        out = [m(t) for t in ("abc", "noon", "xyz") for m in (left, right)]
    assert out == ["cba", "cba", "noon", "noon", "zyx", "zyx"]
    print(out)


if __name__ == "__main__":
    main()
