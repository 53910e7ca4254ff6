import multiprocessing as mp
import os
import secrets
import tempfile
from contextlib import ExitStack
from multiprocessing.connection import Listener

from .visitor import visit


class Desk:
    def __init__(self, visitors):
        self._visitors = visitors

    def __enter__(self):
        with ExitStack() as stack:
            directory = stack.enter_context(tempfile.TemporaryDirectory())
            key = secrets.token_bytes(16)
            # listening before the first visitor starts; backlog for all of them
            self._listener = stack.enter_context(
                Listener(os.path.join(directory, "s"), "AF_UNIX", self._visitors, authkey=key))
            for n in range(self._visitors):
                p = mp.Process(target=visit, args=(self._listener.address, key, n))
                p.start()
                stack.callback(p.join)
            self._stack = stack.pop_all()
        return self

    def receive(self):
        for _ in range(self._visitors):
            with self._listener.accept() as conn:
                yield conn.recv()
                conn.send("welcome")

    def __exit__(self, *exc):
        return self._stack.__exit__(*exc)
