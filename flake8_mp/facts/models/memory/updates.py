"""What several processes read, change and write back: without a lock, updates are lost.

Each access to the element of a shared object is safe by itself (``Lib/multiprocessing/sharedctypes.py`` takes the
lock of a Value for each of them, a manager serves one request after the other), and what lies between two is not.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from flake8_mp.facts.events import LockUse, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import ANY_EXCEPTION
from flake8_mp.facts.models.memory.accessors import Accessors
from flake8_mp.facts.models.memory.element_keys import WORD, ElementKeys
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.models.subjects import NUMBERS
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import argument_for, walk
from flake8_mp.facts.values import Const, Obj, Reference, Values, const, constant_of
from flake8_mp.rule import ALL_METHODS, FORK

_SHARED = frozenset({"Value", "Array", "RawValue", "RawArray"})
_MADE_BY_MANAGER = frozenset({"Value", "Array", "dict", "list", "Namespace"})
_BUFFERS = frozenset({"buffer", "memoryview", "view"})


@dataclass(frozen=True)
class Update:
    """A worker reads an element of a shared object, and writes it back."""

    memory: Obj
    key: str
    place: Place
    locked: bool
    inherited: bool
    """Whether the worker has it from its module, so that only a forked one shares it."""
    worker: int
    """The process or the task that it happened in."""
    gates: frozenset[int]
    """The events that it comes after: who does not wait for them may come before, in turn."""
    handed: Place | None
    """What in the linted file hands that over."""


class Updates(Model):
    """Follows what workers read, change and write back, and whether a lock is held.

    Owns: elements of shared objects.
    Emits: :class:`LockUse`.
    """

    _listens_for = NUMBERS

    _chosen = Slot[bool]("whether a test has perhaps chosen one of the workers")
    _read = Slot[tuple[int, str] | None](
        "by the variable of a frame, the element of a shared object that was read into it"
    )

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._updates: dict[ast.AST, list[Update]] = {}
        """By the place where the worker was handed over, what it updates."""
        self._updates_of: dict[int, list[Update]] = {}
        self._updaters: dict[tuple[Obj, str], set[int]] = {}
        """By the element of shared memory, the workers that update it."""
        self._keys = ElementKeys(interp)
        self._accessors = Accessors(interp)

    def around_split(
        self,
        proceed: Callable[..., bool],
        test: ast.AST,
        values: Values,
        yes: Callable[[], bool],
        no: Callable[[], bool],
    ) -> bool:
        """Note a path that perhaps only one of the workers goes: the test asks which one it is."""
        if (
            self.interp.world.kind != "child"
            or self.interp.conditions.truth(values) is not None
            or not self._distinguishes_workers(test)
        ):
            return proceed(test, values, yes, no)
        outer = self._chosen.found() or (const(False),)
        went: list[bool] = []

        def chosen(run: Callable[[], bool]) -> Callable[[], bool]:
            def go() -> bool:
                self._chosen.set(True)
                went.append(run())
                return went[-1]

            return go

        goes = proceed(test, values, chosen(yes), chosen(no))
        if len(went) == 2 and all(went):
            self._chosen.keep(outer)
        return goes

    def _distinguishes_workers(self, test: ast.AST) -> bool:
        """Return whether a test is about what may differ from worker to worker: an argument, an attribute, a call."""
        if isinstance(test, ast.BoolOp):
            return any(self._distinguishes_workers(part) for part in test.values)
        if isinstance(test, ast.Compare) and self._keys.is_word(test.left):
            # Each of them has words of which it is so, and others.
            return False
        if self._keys.differs_by_round(test):
            return False
        nodes = walk(test)
        if any(isinstance(n, (ast.Attribute, ast.Call)) for n in nodes):
            return True
        here = len(self.interp.active) - 1
        return any(
            isinstance(n, ast.Name) and n.id in self._parameters(here) and self._varies(n.id, here) for n in nodes
        )

    def _parameters(self, depth: int) -> set[str]:
        """Return the parameters of a running function: 0 is the worker itself."""
        if not 0 <= depth < len(self.interp.active):
            return set()
        return {n.arg for n in walk(self.interp.active[depth].node.args) if isinstance(n, ast.arg)}

    def _varies(self, name: str, depth: int) -> bool:
        """Return whether a variable of a running function may be something else in each worker.

        It may unless it counts the rounds of a loop, here or where the function is called.
        """
        function, trace = self.interp.active[depth].node, self.interp.world.trace
        call = trace[depth - len(self.interp.active)].node if depth and len(trace) >= len(self.interp.active) else None
        if name not in self._parameters(depth):
            return not _counts_rounds(function, name)
        if call is None or isinstance(function, ast.Lambda):
            return True
        is_method = self.interp.active[depth].owner is not None
        given = argument_for(call, function, is_method, name)
        return not isinstance(given, ast.Name) or self._varies(given.id, depth - 1)

    # -- what is updated ------------------------------------------------------------------------------------------

    def around_augmented_assign(self, proceed: Callable[..., None], node: ast.AugAssign) -> None:
        owners = self._element_owner(node.target)
        proceed(node)
        self._write_back(node.target, owners, node)

    def around_assign(self, proceed: Callable[..., None], node: ast.Assign) -> None:
        target = node.targets[0]
        owners = self._element_owner(target) if len(node.targets) == 1 else ()
        read = self._element_read(node.value)
        proceed(node)
        if owners and (_reads_back(node.value, target) or self._has_read(node.value, owners, target)):
            self._write_back(target, owners, node)
        elif self.interp.world.kind == "child":
            for name in target.elts if isinstance(target, (ast.Tuple, ast.List)) else (target,):
                if isinstance(name, ast.Name):
                    self._read.set(read, self.interp.frame.ident, name.id)

    def _element_owner(self, target: ast.AST) -> Values:
        """Return whose attribute or element a target is, in a worker."""
        if self.interp.world.kind != "child" or not isinstance(target, (ast.Attribute, ast.Subscript)):
            return ()
        named = target.value if isinstance(target, ast.Subscript) and self._keys.is_word(target.slice) else target
        if any(isinstance(n, (ast.Call, ast.NamedExpr, ast.Await)) for n in walk(named)):
            return ()
        values = self.interp.expressions.eval(target.value)
        return values if len(values) == 1 and isinstance(values[0], Obj) else ()

    def _element_read(self, node: ast.AST) -> tuple[int, str] | None:
        """Return the element of a shared object that an expression is, as it was read."""
        packed = self._packing(node.value if isinstance(node, ast.Subscript) else node, "unpack_from")
        if packed is not None:
            return packed[0][0].ident, packed[0][1]
        node = _decoded(node)
        owners = self._element_owner(node)
        key = self._element(node, owners[0]) if owners and isinstance(owners[0], Obj) else ""
        memory = self._memory_of(owners[0]) if key and isinstance(owners[0], Obj) else None
        return (memory.ident, key) if memory is not None else None

    def _has_read(self, node: ast.AST, owners: Values, target: ast.AST) -> bool:
        """Return whether an expression uses a variable into which the same element was read."""
        assert isinstance(owners[0], Obj)
        memory, key = self._memory_of(owners[0]), self._element(target, owners[0])
        if memory is None or not key:
            return False
        read = (const((memory.ident, key)),)
        names = [n.id for n in walk(node) if isinstance(n, ast.Name)]
        return any(self._read.found(self.interp.frame.ident, name) == read for name in names)

    def _memory_of(self, owner: Obj) -> Obj | None:
        """Return the shared object that an owner is or points into."""
        if owner.kind in _SHARED and owner.cls is None:
            return owner
        if owner.kind.startswith("proxy"):
            function = owner.node.func if isinstance(owner.node, ast.Call) else None
            return owner if getattr(function, "attr", "") in _MADE_BY_MANAGER else None
        if owner.kind in _BUFFERS and owner.parent is not None and owner.parent.kind in ("SharedMemory", _MANAGED):
            origins = self.ask.origins_of(owner.parent) or (owner.parent,)
            return origins[0] if len(origins) == 1 and isinstance(origins[0], Obj) else None
        return None

    def _element(self, target: ast.AST, owner: Obj) -> str:
        """Return a name of the element that is the same in all workers; empty where it may differ."""
        if isinstance(target, ast.Attribute):
            return "" if owner.kind in _BUFFERS else f".{target.attr}"
        if not isinstance(target, ast.Subscript):
            return ""
        if isinstance(target.slice, ast.Slice):
            return self._keys.stretch(target.slice)
        key = constant_of(self.interp.expressions.eval(target.slice), None)
        if isinstance(key, (int, str)):
            varies = isinstance(target.slice, ast.Name) and not self._keys.of(target.slice)
            return f"[{key!r}] {self.ask.runner()}" if varies else f"[{key!r}]"
        if self._keys.goes_over_all(target):
            return "[:]"
        found = self._keys.of(target.slice)
        if found == WORD:
            return "[word]" if owner.kind.startswith("proxy") else ""
        return f"[{found}]" if found else ""

    def _write_back(self, target: ast.AST, owners: Values, node: ast.AST) -> None:
        if not owners or not isinstance(owners[0], Obj) or self.interp.world.handed is None:
            return
        owner = owners[0]
        behind = self._accessors.behind_property(target, owner)
        if behind is not None:
            owner, target = behind
        memory, key = self._memory_of(owner), self._element(target, owner)
        if memory is not None and key and not self._is_for_one():
            self._note_update(memory, key, node)

    def _is_for_one(self) -> bool:
        """Return whether this path may be that of one of the workers only."""
        chosen = self._chosen.values()
        return any(isinstance(v, Const) and v.value for v in chosen) or bool(self.ask.side_of_fork())

    def refine_call_expression(self, values: Values, node: ast.Call) -> Values:
        if self.interp.world.kind == "child" and self.interp.world.handed is not None:
            behind = self._accessors.behind_methods(node)
            memory = self._memory_of(behind[0]) if behind is not None else None
            key = self._element(behind[1], behind[0]) if behind is not None else ""
            if memory is not None and key and not self._is_for_one():
                self._note_update(memory, key, node)
        return values

    @only_with("pack_into")
    def before_call_expression(self, node: ast.Call) -> None:
        packed = self._packing(node, "pack_into")
        if packed is not None:
            (memory, key), values = packed
            names = {n.id for value in values for n in walk(value) if isinstance(n, ast.Name)}
            calls = (n for value in values for n in walk(value) if isinstance(n, ast.Call))
            read = (const((memory.ident, key)),)
            if any(self._read.found(self.interp.frame.ident, name) == read for name in names) or any(
                found is not None and found[0] == (memory, key)
                for found in (self._packing(call, "unpack_from") for call in calls)
            ):
                self._note_update(memory, key, node)

    def _packing(self, node: ast.AST, does: str) -> tuple[tuple[Obj, str], list[ast.expr]] | None:
        """Return the part of a block that a call of ``struct``, or of a Struct, packs or unpacks, and the values."""
        if not isinstance(node, ast.Call) or getattr(node.func, "attr", getattr(node.func, "id", does)) != does:
            return None
        if self.interp.world.kind != "child" or self.interp.world.handed is None:
            return None
        # The function of the module is given a format first.
        given = node.args[any(isinstance(v, Reference) for v in self.interp.expressions.eval(node.func)) :]
        buffers = self.interp.expressions.eval(given[0]) if given else ()
        memory = self._memory_of(buffers[0]) if len(buffers) == 1 and isinstance(buffers[0], Obj) else None
        place: object = 0
        if len(given) > 1:
            place = constant_of(self.interp.expressions.eval(given[1]))
            place = self._keys.of(given[1]) if place is None else place
        return ((memory, f"pack {place}"), given[2:]) if memory is not None and place != "" else None

    def _note_update(self, memory: Obj, key: str, node: ast.AST) -> None:
        assert self.interp.world.handed is not None
        pool = self.interp.world.pool
        given = self.interp.objects.reachable(self.interp.given.values(pool, "initargs")) if pool is not None else []
        inherited = all(memory not in (o, o.parent) for o in (*self.interp.worker.arguments, *given))
        place, handed = self.interp.place(node), self.interp.world.handed_here
        guarded, gates = self.ask.is_guarded(), self.ask.gates_passed()
        update = Update(memory, key, place, guarded, inherited, self.ask.runner(), gates, handed)
        self._updates.setdefault(self.interp.world.handed.node, []).append(update)

    # -- workers that run at once --------------------------------------------------------------------------------

    def worker_begins(self, ident: int, handed: ast.AST, reached: list[Obj]) -> None:
        """Note what a process or task that begins updates: ``reached`` is what it was given."""
        self._updates_of[ident] = self._updates_by(ident, handed, reached)

    def rivals(self, ident: int) -> frozenset[int]:
        """Return the workers so far that update something that a worker updates, that worker among them."""
        elements = {(update.memory, update.key) for update in self._updates_of[ident]}
        for element in elements:
            self._updaters.setdefault(element, set()).add(ident)
        return frozenset().union(*(self._updaters[element] for element in elements))

    def run_at_once(self, ident: int, other: int, around: tuple[ast.AST, ...]) -> None:
        """Called when two processes or tasks run at once, both started in the loops ``around``."""
        self._together(self._updates_of[ident], self._updates_of[other], around)

    def _updates_by(self, ident: int, handed: ast.AST, reached: list[Obj]) -> list[Update]:
        """Return what a worker updates: one that runs the same code as another does the same to what it has."""
        found = self._updates.get(handed, [])
        mine = [u for u in found if u.worker == ident]
        return mine or [u for u in found if u.memory in reached and " " not in u.key]

    def refine_attribute_expression(self, values: Values, node: ast.Attribute) -> Values:
        if node.attr == "get_lock" and isinstance(node.value, (ast.Name, ast.Attribute)):
            owners = self.interp.expressions.eval(node.value)
            owner = owners[0] if len(owners) == 1 else None
            if isinstance(owner, Obj) and owner.cls is None and _has_no_lock(owner):
                if not self.interp.ready_for(ANY_EXCEPTION | {"AttributeError"}):
                    cause = Place(owner.source, owner.node)
                    self.interp.emit(
                        LockUse(self.interp.place(node), problem="lockless", words=_words_of(owner), cause=cause)
                    )
        return values

    def _together(self, some: list[Update], others: list[Update], around: tuple[ast.AST, ...]) -> None:
        """Note the updates of two workers that run at once, where they are of one element of one object.

        What was made in a loop other than those ``around`` both stands for several objects.
        """
        for one in some:
            if any(loop not in around for loop in self.ask.loops_around(one.memory)):
                continue
            for other in others:
                if other.memory is one.memory and other.key == one.key and other.gates == one.gates:
                    self._unlocked(one)
                    self._unlocked(other)

    def _unlocked(self, update: Update) -> None:
        if not update.locked:
            methods = FORK if update.inherited else ALL_METHODS
            cause = Place(update.memory.source, update.memory.node)
            event = LockUse(update.place, methods, problem="unlocked", words=_words_of(update.memory), cause=cause)
            self.interp.emit(event, because=update.handed)


_MANAGED = "managed SharedMemory"


def _has_no_lock(owner: Obj) -> bool:
    if owner.kind.startswith("proxy") and isinstance(owner.node, ast.Call):
        return getattr(owner.node.func, "attr", "") in ("Value", "Array")
    return owner.kind in ("RawValue", "RawArray")


def _words_of(memory: Obj) -> str:
    if memory.kind in _SHARED:
        return memory.kind
    if memory.kind.startswith("proxy") and isinstance(memory.node, ast.Call):
        return f"manager's {getattr(memory.node.func, 'attr', 'object')}"
    return "shared memory"


def _decoded(node: ast.AST) -> ast.AST:
    """Return the bytes of which an expression makes a number: ``int.from_bytes(…)``, ``struct.unpack(…)[0]``."""
    call = node.value if isinstance(node, ast.Subscript) else node
    if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in ("from_bytes", "unpack") and call.args:
        return call.args[-1 if getattr(call.func, "attr", "") == "unpack" else 0]
    return node


def _reads_back(value: ast.AST, target: ast.AST) -> bool:
    """Return whether an expression reads what a target sets, as an element or with ``get``."""
    wanted = _text(target)
    for node in walk(value):
        if isinstance(node, (ast.Attribute, ast.Subscript)) and _text(node) == wanted:
            return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            if isinstance(target, ast.Subscript) and node.args:
                if _text(node.func.value) == _text(target.value) and _text(node.args[0]) == _text(target.slice):
                    return True
    return False


def _counts_rounds(function: ast.AST, name: str) -> bool:
    """Return whether a variable of a function is only ever bound by ``for name in range(…)``."""
    stores = [n for n in walk(function) if isinstance(n, ast.Name) and n.id == name and not isinstance(n.ctx, ast.Load)]
    loops = [n for n in walk(function) if isinstance(n, ast.For) and n.target in stores]
    return len(loops) == len(stores) > 0 and all(
        isinstance(loop.iter, ast.Call)
        and getattr(loop.iter.func, "id", "") == "range"
        and not any(isinstance(n, (ast.Attribute, ast.Call)) for a in loop.iter.args for n in walk(a))
        for loop in loops
    )


def _text(node: ast.AST) -> str:
    return ast.unparse(node)
