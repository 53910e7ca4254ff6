import contextlib
import socket


class StatsdSink:
    """Fire and forget counters over UDP."""

    def __init__(self, host="127.0.0.1", port=8125):
        self.address = (host, port)
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    def incr(self, name, value=1):
        with contextlib.suppress(OSError):
            self.sock.sendto(b"%s:%d|c" % (name.encode(), value), self.address)
