from __future__ import annotations

import contextlib
import multiprocessing

from . import sandbox


class PluginError(Exception):
    pass


class _Remote:
    """Parent's end of one sandbox."""

    def __init__(self, ctx, entry, options):
        self.entry = entry
        self._conn, theirs = ctx.Pipe()
        try:
            self._process = ctx.Process(target=sandbox.main, args=(entry, options, theirs), name=entry)
            self._process.start()
        except BaseException:
            self._conn.close()
            raise
        finally:
            theirs.close()

    def expect(self, *kinds):
        try:
            kind, value = self._conn.recv()
        except EOFError:
            raise PluginError(f"{self.entry} is gone") from None
        if kind not in kinds:
            raise PluginError(f"{self.entry}: {value}")
        return value

    def call(self, payload):
        self._conn.send(("call", payload))
        return self.expect("ok")

    def close(self):
        with contextlib.suppress(BrokenPipeError):
            self._conn.send((sandbox.STOP, None))
        self._conn.close()
        self._process.join()


class Host:
    def __init__(self, context=None):
        self._ctx = context or multiprocessing.get_context("spawn")
        self._stack = contextlib.ExitStack()
        self._remotes: dict[str, _Remote] = {}

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self._remotes.clear()
        return self._stack.__exit__(*exc)

    def load(self, name, entry, **options):
        if name in self._remotes:
            raise PluginError(f"{name} is loaded already")
        remote = _Remote(self._ctx, entry, options)
        self._stack.callback(remote.close)
        remote.expect("ready")
        self._remotes[name] = remote

    def __getitem__(self, name):
        return self._remotes[name].call
