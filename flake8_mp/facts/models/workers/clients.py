"""Clients that connect when they are first used: processes that are forked afterwards share the connection."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import LibraryCall
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library.clients import CLIENTS
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.values import Obj


class Clients(Model):
    """Knows which clients were connected when a worker was forked.

    Owns: clients that connect when they are first used.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._connected: dict[int, frozenset[int]] = {}
        """By the pool, the clients that were connected when its workers were started."""
        self._used: set[Obj] = set()

    def effect_uses(self, call: LibraryCall) -> None:
        obj = call.obj
        for values in call.arguments.all():
            self.interp.objects.escape(values)
        if obj is not None and obj.kind in CLIENTS:
            self._used.add(obj)
            self.interp.move(obj, add="connected", drop="closed")

    def effect_pooled(self, call: LibraryCall) -> None:
        # Where the pool is chosen by the user, it may keep no connections.
        if call.obj is not None and (call.bound or call.arguments.more):
            self.interp.move(call.obj, add="apart")

    def on_workers_begin(self, obj: Obj, node: ast.AST) -> None:
        if self._used:
            self._connected[obj.ident] = frozenset(one.ident for one in self._used if self._is_connected(one))

    def connected_at_fork(self, client: Obj) -> bool:
        """Return whether a client of the parent had connected before the worker that runs was forked."""
        worker = self.interp.worker
        if worker.pool is not None:
            return client.ident in self._connected.get(worker.pool.ident, frozenset())
        if worker.parent is None:
            return False
        saved, self.interp.store = self.interp.store, worker.parent
        try:
            return self._is_connected(client)
        finally:
            self.interp.store = saved

    def _is_connected(self, client: Obj) -> bool:
        is_closed = self.interp.can(client, "closed", "apart")
        return self.interp.must(client, "connected") and not is_closed
