"""One process, one thread: connection.wait over the listener's socket and the clients."""
import contextlib
import multiprocessing as mp
from multiprocessing.connection import Listener, wait

from .core import Core


class _Acceptor:
    """Makes the listener usable with wait(), by its socket's descriptor."""

    def __init__(self, listener):
        self._listener = listener

    def fileno(self):
        return self._listener._listener._socket.fileno()

    def accept(self):
        return self._listener.accept()


def serve(address, authkey, ready):
    core = Core()
    clients = set()
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(Listener(address, "AF_UNIX", backlog=8, authkey=authkey))
        stack.callback(lambda: [c.close() for c in clients])
        acceptor = _Acceptor(listener)
        ready.send("up")
        ready.close()
        while core.running:
            for source in wait([acceptor, *clients]):
                if source is acceptor:
                    clients.add(acceptor.accept())
                    continue
                try:
                    message = source.recv()
                    source.send(core.handle(message))
                except (EOFError, ConnectionError):
                    clients.discard(source)
                    source.close()


class BrokerProcess:
    def __init__(self, address, authkey):
        self.address, self.authkey = address, authkey
        self._process = None

    def __enter__(self):
        ctx = mp.get_context("spawn")
        mine, theirs = ctx.Pipe(duplex=False)
        with mine:
            with theirs:
                self._process = ctx.Process(target=serve, args=(self.address, self.authkey, theirs), name="broker")
                self._process.start()
            try:
                mine.recv()
            except EOFError:
                self._process.join()
                raise RuntimeError("the broker did not start") from None
        return self

    def __exit__(self, kind, *exc):
        if kind is not None:
            self._process.terminate()
        self._process.join()
