"""Key-value daemon on a Unix socket with Listener and Client."""
import multiprocessing as mp
import os
import tempfile
from contextlib import closing, suppress
from multiprocessing.connection import Client, Listener

AUTH = b"kv-secret"


class Store:
    def __init__(self):
        self._data = {}
        self._running = True

    def do_set(self, key, value):
        self._data[key] = value
        return "stored"

    def do_get(self, key, default=None):
        return self._data.get(key, default)

    def do_stop(self):
        self._running = False
        return "bye"

    def dispatch(self, verb, *args):
        method = getattr(self, f"do_{verb}", None)
        if method is None:
            return "error", f"no such verb: {verb}"
        try:
            return "ok", method(*args)
        except TypeError as exc:
            return "error", str(exc)

    def serve(self, listener):
        while self._running:
            with listener.accept() as conn, suppress(EOFError):
                while self._running:
                    conn.send(self.dispatch(*conn.recv()))


def daemon(address, ready):
    with Listener(address, "AF_UNIX", authkey=AUTH) as listener:
        ready.set()
        Store().serve(listener)


def request(address, *commands):
    with closing(Client(address, "AF_UNIX", authkey=AUTH)) as conn:
        for command in commands:
            conn.send(command)
            yield conn.recv()


def main():
    with tempfile.TemporaryDirectory() as folder:
        address = os.path.join(folder, "kv")
        ready = mp.Event()
        server = mp.Process(target=daemon, args=(address, ready))
        server.start()
        try:
            if not ready.wait(15):
                raise TimeoutError("the daemon did not come up")
            assert list(request(address, ("set", "a", 1), ("get", "a"))) == [("ok", "stored"), ("ok", 1)]
            assert list(request(address, ("get", "b", 0))) == [("ok", 0)]
            (answer,) = request(address, ("pop", "a"))
            assert answer[0] == "error"
            assert list(request(address, ("stop",))) == [("ok", "bye")]
            server.join(10)
        finally:
            if server.is_alive():
                server.terminate()
            server.join()
        assert server.exitcode == 0
    print("kv ok")


if __name__ == "__main__":
    main()
