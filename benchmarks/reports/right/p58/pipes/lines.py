"""LineServer: a child that turns a stream of bytes into lines."""
import multiprocessing as mp


def _serve(conn):
    rest = b""
    with conn:
        while True:
            try:
                chunk = conn.recv_bytes()
            except EOFError:
                break
            if not chunk:
                conn.send(rest and [rest])
                break
            *lines, rest = (rest + chunk).split(b"\n")
            conn.send(lines)


class LineServer:
    def __init__(self, context=None):
        ctx = context or mp.get_context()
        self._conn, theirs = ctx.Pipe()
        self._process = ctx.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def feed(self, data):
        if not data:
            return []
        self._conn.send_bytes(data)
        return self._conn.recv()

    def finish(self):
        """The unfinished last line, if any; the server ends."""
        self._conn.send_bytes(b"")
        try:
            return list(self._conn.recv())
        finally:
            self._conn.close()
            self._process.join()
