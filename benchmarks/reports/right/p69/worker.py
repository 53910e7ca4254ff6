"""A worker accepts on the socket it was given until its share of requests or the stop."""
import select
import signal
import socket

from protocol import ProtocolError, respond

_stopping = False


def _stop(signum, frame):
    global _stopping
    _stopping = True


def converse(conn):
    with conn, conn.makefile("rw", encoding="utf-8", newline="\n") as stream:
        for line in stream:
            try:
                answer = respond(line)
            except ProtocolError as exc:
                answer = f"ERROR {exc}"
            stream.write(answer + "\n")
            stream.flush()


def run(listener: socket.socket, quota, up):
    """*listener* came as an argument: duplicated for this process, closed by it."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    up.release()
    served = 0
    with listener:
        listener.setblocking(False)
        while not _stopping and served < quota:
            ready, _, _ = select.select([listener], [], [], 0.05)
            if not ready:
                continue
            try:
                conn, _ = listener.accept()
            except BlockingIOError:
                continue  # another worker was faster
            conn.settimeout(5)
            converse(conn)
            served += 1
