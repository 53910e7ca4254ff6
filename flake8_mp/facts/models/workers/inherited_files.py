"""Connections and archives that a forked worker has from its parent, and finds in an object or by a function."""

from __future__ import annotations

import ast

from flake8_mp.facts.events import Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library.kinds import KINDS
from flake8_mp.facts.library.outside import FORK_UNSAFE
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.source import Source
from flake8_mp.facts.store import Store
from flake8_mp.facts.tree import KNOWS_PROCESS
from flake8_mp.facts.values import UNBOUND, Obj
from flake8_mp.rule import FORK

_TALKS = frozenset({"send", "sendall", "sendto", "sendmsg", "recv", "recvfrom", "recv_into", "recvmsg", "makefile"})
"""What a socket is used for that both sides of a fork would get of each other."""
_ASKS = frozenset({"execute", "executemany", "executescript", "cursor", "commit", "rollback", "fetchone", "fetchall"})
_READS = frozenset({"read", "open", "extract", "extractall", "extractfile", "testzip"})
"""What moves the position in the file of an archive (``zipfile._SharedFile`` has a lock of its own process)."""
_CONNECTIONS = {"socket": _TALKS} | dict.fromkeys(("sqlite3.Connection", "sqlite3.Cursor", *FORK_UNSAFE), _ASKS)
_ARCHIVES = {"zipfile.ZipFile": _READS, "tarfile.open": _READS}
_USES = _CONNECTIONS | _ARCHIVES
_MAKES_ANEW = (*KNOWS_PROCESS, "threading.local")
"""What a module names that makes things anew in each process, or may."""


class InheritedFiles(Model):
    """Looks for workers that use what their parent has opened, and find it in an object that both of them have.

    What a worker reads by a name of its module is followed by ``InheritedNames``.

    Owns: connections and archives that are kept in objects.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._open: dict[int, frozenset[int]] = {}
        """By the pool, what was open when its workers were started."""
        self._reported: set[tuple[Obj, Place | None]] = set()
        """What is used by workers, and where those are handed over."""

    def before_workers_begin(self, obj: Obj, node: ast.AST) -> None:
        self._open[obj.ident] = frozenset(one.ident for one in self._kept(self.interp.store))

    def _kept(self, store: Store) -> list[Obj]:
        """Return what is open on a path for certain, and what nothing else can stand for where it is kept."""
        made = {one for kind in _USES for one in self.interp.objects_of_kind(kind)}
        if not made:
            return []
        kept = [tuple(value for value in values if value is not UNBOUND) for values in store.items().values()]
        alone = made.intersection(values[0] for values in kept if len(values) == 1)
        saved, self.interp.store = self.interp.store, store
        try:
            return [one for one in alone if not self.interp.can(one, "closed")]
        finally:
            self.interp.store = saved

    @only_with("socket", "connect", "ZipFile", "tarfile", "lmdb", "MongoClient")
    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if obj.cls is not None or attribute not in _USES.get(obj.kind, ()) or self.interp.world.kind != "child":
            return
        if not self._is_of_parent(obj) or (obj, self.interp.world.handed) in self._reported:
            return
        place = node.value if isinstance(node, ast.Attribute) else node
        key = (self.interp.frame.module.ident, getattr(place, "id", ""))
        if obj.kind in _CONNECTIONS and obj in (self.interp.store.get(key) or ()):
            return
        self._reported.add((obj, self.interp.world.handed))
        if obj.kind in _CONNECTIONS:
            self.ask.child_read("connection", place, (obj,), FORK, KINDS[obj.kind].words)
        else:
            words = self.interp.frame.source.segment(place)
            self.ask.circumstance("offset", place, FORK, words=words, cause=Place(obj.source, obj.node))

    def _is_of_parent(self, obj: Obj) -> bool:
        """Return whether several workers have something because their parent had it when they were forked."""
        base, worker = self.interp.worker.parent, self.interp.worker
        if base is None or not worker.several or obj in worker.arguments:
            return False
        if worker.pool is None:
            is_open = obj in self._kept(base)
        else:
            is_open = obj.ident in self._open.get(worker.pool.ident, frozenset())
        return is_open and self.interp.has_state_of(base, obj) and not self._tests_identity(obj)

    def _tests_identity(self, obj: Obj) -> bool:
        """Return whether the code that makes something, or one of those that run, distinguishes processes."""
        sources: set[Source] = {obj.source, *(function.source for function in self.interp.active)}
        return any(word in source.code for source in sources for word in _MAKES_ANEW)
