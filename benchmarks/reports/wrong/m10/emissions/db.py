import socket

_session = None


class Session:
    def __init__(self, port):
        self._sock = socket.create_connection(("127.0.0.1", port), timeout=5)
        self._file = self._sock.makefile("rb")

    def execute(self, verb, argument):
        self._sock.sendall(f"{verb} {argument}\n".encode())
        return self._file.readline().decode().split()

    def close(self):
        self._file.close()
        self._sock.close()


def get_session(port):
    global _session
    if _session is None:
        _session = Session(port)
    return _session
