"""Handlers of SIGTERM that clean up: a forked child inherits them, and cleans up for its parent."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.events import Circumstance
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.store import Key
from flake8_mp.facts.tree import IDENTITY
from flake8_mp.facts.values import Frame, Function, Method, Obj, Reference, Value, Values
from flake8_mp.rule import FORK

_REMOVES = frozenset({"shutil.rmtree", "os.remove", "os.unlink", "os.rmdir", "os.removedirs"})
_REMOVES_ITSELF = frozenset({"unlink", "rmdir"})


class HandlerCleanup(Model):
    """Looks for what a handler of SIGTERM removes in a worker, and the program uses afterwards.

    Owns: what handlers of SIGTERM remove.
    Emits: :class:`Circumstance`.
    """

    _listens_for = ("SIGTERM",)

    _removed = Slot[frozenset[Key]]("what a worker has removed when it was terminated")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._found: set[Key] | None = None
        """What the handler removes that is being looked at."""
        self._tests_identity = False
        self._cleaners: set[Function] = set()
        """The functions by which a handler removes something."""
        self._events: dict[Key, Circumstance] = {}
        """By what is removed, what to report where that is used afterwards."""

    # -- what they remove -----------------------------------------------------------------------------------------

    def before_effect_end(self, call: LibraryCall) -> None:
        obj = call.obj
        last = call.name.rpartition(".")[2]
        if obj is None or obj.kind not in ("Process", "Pool") or self.interp.world.kind != "main":
            return
        if last != "terminate" and (last != "__exit__" or obj.kind != "Pool"):
            return
        methods = self.ask.breaking(FORK, obj.context)
        handler = self.ask.inherited_handler(obj, "SIGTERM")
        if len(handler) != 1 or not methods or self.interp.must(obj, "joined"):
            return
        if self.ask.installs_handler(obj, "SIGTERM"):
            return
        for key in self._removed_by(handler[0], call.node):
            place = self.interp.place(call.node)
            self._events[key] = Circumstance(place, methods, problem="removes", words=obj.kind, handed=None)
            self._removed.set(frozenset({key}).union(*self._removed.each()))

    def _removed_by(self, handler: Value, node: ast.AST) -> set[Key]:
        """Return the attributes and variables of the parent whose files a handler removes."""
        if not isinstance(handler, (Function, Method)) or (isinstance(handler, Method) and handler.function is None):
            return set()
        self._found, self._tests_identity = set(), False
        try:
            self.ask.call_elsewhere(handler, Arguments(node, more=True))
            return set() if self._tests_identity else self._found
        finally:
            self._found = None

    def before_call(self, callee: Value, arguments: Arguments) -> None:
        if self._found is None or not isinstance(arguments.node, ast.Call):
            return
        function = arguments.node.func
        name = callee.name if isinstance(callee, Reference) else getattr(function, "attr", "")
        if name.rpartition(".")[2] in IDENTITY:
            self._tests_identity = True
        elif name in _REMOVES and arguments.node.args:
            self._removes(arguments.node.args[0])
        elif name in _REMOVES_ITSELF and isinstance(function, ast.Attribute):
            self._removes(function.value)

    def _removes(self, node: ast.expr) -> None:
        assert self._found is not None
        self._cleaners.update(self.interp.active)
        if isinstance(node, ast.Attribute):
            owners = self.interp.expressions.eval(node.value)
            self._found.update((owner.ident, node.attr) for owner in owners if isinstance(owner, Obj))
        elif isinstance(node, ast.Name):
            module = self.interp.frame.module
            if self.interp.store.get((module.ident, node.id)) is not None:
                self._found.add((module.ident, node.id))

    # -- what is used afterwards ----------------------------------------------------------------------------------

    def before_attribute(self, value: Value, name: str, node: ast.AST) -> None:
        if self._events and isinstance(value, Obj):
            self._is_used((value.ident, name))

    def refine_read_global(self, values: Values, node: ast.Name, frame: Frame, bound: Values) -> Values:
        if self._events:
            self._is_used((frame.ident, node.id))
        return values

    def _is_used(self, key: Key) -> None:
        if key not in self._events or self._found is not None or self.interp.world.kind != "main":
            return
        if any(key in removed for removed in self._removed.each()) and not self._cleaners.intersection(
            self.interp.active
        ):
            event = self._events.pop(key)
            self.interp.emit(event, because=self.interp.attribution.last_call_here())
