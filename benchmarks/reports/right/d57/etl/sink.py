import contextlib
import socket


class StatsdSink:
    def __init__(self, address):
        self.address = address
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    def incr(self, name, value=1):
        with contextlib.suppress(OSError):
            self.sock.sendto(b"%s:%d|c" % (name.encode(), value), self.address)
