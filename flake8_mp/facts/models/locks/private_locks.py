"""Locks that exclude nothing, since each process has its own, and locks that are lost with a worker."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

from flake8_mp.facts.arguments import LibraryCall
from flake8_mp.facts.events import LockUse, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library.locks import LIMITS, MUTEXES
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import LOCKS
from flake8_mp.facts.slot import is_name
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Class, Const, Obj, Unbound, Value, Values

_LOCKS = MUTEXES | LIMITS
_CONTAINERS = frozenset({"list", "tuple", "set", "dict", "deque"})
_THREADS = re.compile("thread|Timer", re.IGNORECASE)


class PrivateLocks(Model):
    """Looks for locks that one process only has, and for workers that end while they hold one.

    Owns: who makes and who takes a lock.
    Emits: :class:`LockUse`.
    """

    _listens_for = LOCKS

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._made_by: dict[Obj, int] = {}
        """By the lock, the process that made it last."""
        self._local_locks: set[Obj] = set()
        """Locks that the worker that is running has made and taken."""
        self._own_locks: dict[Obj, Class] = {}
        """Locks that the processes of a class make for themselves, and take."""
        self._given_locks: dict[Obj, set[int]] = {}
        """By the lock that is made together with a process, those that take it."""
        self._releasers: dict[Obj, set[int]] = {}
        """By the semaphore, the processes that release it."""
        self._shared_locks: set[Obj] = set()
        """Locks that another process takes as well, or may take."""
        self._class_processes: dict[Class, set[Obj]] = {}
        self._kept_locks: dict[Obj, None] = {}
        """Locks that a worker has made, taken and kept: no other process has them, unless made elsewhere too."""

    # -- lost -------------------------------------------------------------------------------------------------------

    def on_child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        back = [place for path in region.finished for place in self.ask.lost(path)]
        for path in region.ends.get("raise", []):
            for place in self.ask.lost(path):
                # What the worker never releases is released elsewhere.
                if place not in back:
                    self.interp.emit(LockUse(place, problem="lost", words="lock"))
        returned = self.interp.objects.reachable(result)
        for lock in sorted(self._local_locks, key=lambda lock: lock.ident):
            if lock not in returned and not self.ask.is_handed_over(lock) and lock not in self._shared_locks:
                if not self.interp.can(lock, "kept"):
                    self._report_private(lock)
                elif not _THREADS.search(lock.source.code) and self._ends_with_worker(lock, returned):
                    self._kept_locks[lock] = None
        self._local_locks = set()

    def _ends_with_worker(self, lock: Obj, returned: list[Obj]) -> bool:
        """Return whether only objects that the running worker has made itself, and keeps, refer to a lock.

        What it was given may do so as well in an attribute that the worker has set: that is the worker's copy. And in a
        pool, whose tasks cannot start processes, so may a name of a module or an attribute that an initializer has set.
        """
        initialized = self.interp.world.pool is not None
        own = self.interp.worker
        modules = {frame.ident for frame in (self.interp.frame.module, *self.interp.modules.values())}
        everything = [(key, values) for key, values in self.interp.store.items().items() if values]
        seen, todo = [lock], [lock]
        while todo:
            one = todo.pop()
            for (ident, name), values in everything:
                holder = self.interp.made_objects.get(ident) if one in values else None
                if one not in values or not (is_name(name) or (holder is not None and holder.kind in _CONTAINERS)):
                    continue
                if holder is None:
                    set_here = name in own.names if ident in modules else self._is_set_here(ident, name)
                    outlives = ident in modules or self.interp.has_attributes_in(self.interp.store, ident)
                    if outlives and not (initialized and set_here):
                        return False
                elif holder not in seen:
                    if holder in returned:
                        return False
                    if holder.cls is not None and self._is_set_here(ident, name):
                        if initialized or holder in own.arguments:
                            continue
                    if holder in own.arguments:
                        return False
                    if holder.kind != "instance" and holder.kind not in _CONTAINERS:
                        return False
                    seen.append(holder)
                    todo.append(holder)
        return True

    def _is_set_here(self, ident: int, name: str) -> bool:
        """Return whether the running worker has set an attribute that was nothing but a constant in its parent.

        Otherwise a forked worker may have left what was there.
        """
        worker = self.interp.worker
        before = worker.parent.get((ident, name)) if worker.parent is not None else None
        return (ident, name) in worker.members and all(isinstance(v, (Const, Unbound)) for v in before or ())

    # -- private ----------------------------------------------------------------------------------------------------

    def around_make(self, proceed: Callable[..., Obj], kind: str, node: ast.AST, **details: Any) -> Obj:
        obj = proceed(kind, node, **details)
        if kind in _LOCKS and not details:
            self._made_by[obj] = self.ask.token()
        elif kind in _LOCKS and details.keys() <= {"context"}:
            self._made_by[obj] = self.ask.token()
        return obj

    def before_manage(self, managers: Values, node: ast.AST, body: Callable[[Values], bool]) -> None:
        lock = managers[0] if len(managers) == 1 else None
        if isinstance(lock, Obj) and lock.node is node and lock in self._made_by and lock.cls is None:
            self._report_private(lock)

    def after_lock_taken(self, lock: Obj, node: ast.AST) -> None:
        maker = self._made_by.get(lock)
        if maker is None or lock.cls is not None:
            return
        process = self.interp.world.process
        if self.interp.world.kind != "child":
            if self.interp.world.kind != "library" or lock.frame is self.interp.frame:
                self._shared_locks.add(lock)
        elif maker == self.ask.token():
            if lock.node is not node:
                self._local_locks.add(lock)
        elif process is not None and self._creates_own_lock(process, lock):
            assert process.cls is not None
            self._own_locks[lock] = process.cls
        elif process is not None and lock in self.interp.worker.arguments and self._made_together(process, lock):
            self._given_locks.setdefault(lock, set()).add(process.ident)
        else:
            self._shared_locks.add(lock)

    def after_effect_give(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj is not None and obj.kind in LIMITS:
            process = self.interp.world.process
            if self.interp.world.kind != "child" or process is None:
                if self._made_by.get(obj) != self.ask.token() or self.interp.world.kind != "child":
                    self._shared_locks.add(obj)
            else:
                # Another process may wait until this one lets it go on.
                self._releasers.setdefault(obj, set()).add(process.ident)

    def _creates_own_lock(self, process: Obj, lock: Obj) -> bool:
        function = lock.frame.function if lock.frame is not None else None
        if process.cls is None or function is None or function.name != "__init__":
            return False
        if function.owner not in self.interp.objects.lineage(process.cls)[0]:
            return False
        names = self.interp.attributes(process.ident)
        return any(self.interp.store.get((process.ident, name)) == (lock,) for name in names)

    def _made_together(self, process: Obj, lock: Obj) -> bool:
        loops = self.ask.loops_around(lock)
        alike = bool(loops) and loops == self.ask.loops_around(process) and lock.frame is process.frame
        return alike and lock in self.interp.many and process in self.interp.many

    def before_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        if obj.cls is not None:
            self._class_processes.setdefault(obj.cls, set()).add(obj)

    def before_escape_value(self, value: Value, depth: int) -> None:
        if isinstance(value, Obj) and value in self._made_by:
            self._shared_locks.add(value)

    def on_finish(self) -> None:
        # The class or function that makes them may serve others for what the worker does not need.
        handed = {other.node for other in self._made_by if self.ask.is_handed_over(other)}
        for lock in self._kept_locks:
            if lock.node not in handed:
                self._report_private(lock)
        for lock, cls in self._own_locks.items():
            processes = self._class_processes.get(cls, set())
            several = len(processes) > 1 or any(self.ask.is_repeated(process) for process in processes)
            if several and lock not in self._shared_locks and self._only_inside(lock, cls):
                self._report_private(lock)
        for lock, takers in self._given_locks.items():
            if len(takers | self._releasers.get(lock, set())) == 1 and lock not in self._shared_locks:
                self._report_private(lock)

    def _only_inside(self, lock: Obj, cls: Class) -> bool:
        """Return whether only what a process of a class runs itself can take the lock that it has in an attribute."""
        if not isinstance(cls.node, ast.ClassDef) or _THREADS.search(_text_of(cls)) or len(cls.bases) > 1:
            return False
        inside = set(walk(cls.node))
        names = {
            target.attr
            for node in inside
            if isinstance(node, ast.Assign) and node.value is lock.node
            for target in node.targets
            if isinstance(target, ast.Attribute)
        }
        users = {
            method.name
            for method in cls.node.body
            if isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)) and method.name not in ("__init__", "run")
            if any(isinstance(node, ast.Attribute) and node.attr in names for node in walk(method))
        }
        return bool(names) and not any(
            isinstance(node, ast.Attribute) and node.attr in names | users
            for node in walk(cls.source.tree)
            if node not in inside
        )

    def _report_private(self, lock: Obj) -> None:
        self.interp.emit(LockUse(Place(lock.source, lock.node), problem="private", words=lock.kind))


def _text_of(cls: Class) -> str:
    first, last = cls.node.lineno - 1, cls.node.end_lineno or cls.node.lineno
    return "\n".join(cls.source.code_lines[first:last])
