"""Programs and event loops that the parent runs, and that a forked worker uses as if they were its own."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import LibraryCall
from flake8_mp.facts.events import Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import KNOWS_PROCESS, last_name, tests_process_identity
from flake8_mp.facts.values import NOTHING, Method, Obj, Values, const
from flake8_mp.rule import FORK

_PIPES = frozenset({"stdin", "stdout", "stderr"})
_RELEASES = frozenset({"close", "fileno", "closed", "detach"})
"""What a child may do with the ends of pipes that it does not need."""


class InheritedPrograms(Model):
    """Looks for workers that talk to a program of their parent, or ask an event loop that its thread runs.

    Owns: the pipes of ``Popen``, event loops that a thread runs.
    """

    _in_thread = Slot[bool]("by the event loop, whether a thread of the parent runs it")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._talked: set[Obj] = set()
        """The programs to which their parent has talked."""
        self._reported: set[tuple[Obj, Place | None]] = set()
        """The programs to which workers talk, and where those are handed over."""

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if obj.kind != "Popen" or attribute not in _PIPES or not self._has_pipe(obj, attribute):
            return
        if self.interp.world.kind != "child":
            self._talked.add(obj)
        elif self._is_of_parent(obj) and (self.interp.worker.several or obj in self._talked):
            over = self.interp.syntax.node_around(node)
            if getattr(over, "attr", "") not in _RELEASES and (obj, self.interp.world.handed) not in self._reported:
                self._reported.add((obj, self.interp.world.handed))
                self.ask.child_read("connection", node, (obj,), FORK, "a pipe to a program")

    def _has_pipe(self, program: Obj, name: str) -> bool:
        keywords = program.node.keywords if isinstance(program.node, ast.Call) else []
        return any(keyword.arg == name and last_name(keyword.value) == "PIPE" for keyword in keywords)

    def _is_of_parent(self, obj: Obj) -> bool:
        """Return whether a worker has something because its parent had it at the fork, and does not ask whose it is."""
        base = self.interp.worker.parent
        if base is None or not self.interp.exists_in(base, obj) or not self.interp.has_state_of(base, obj):
            return False
        if obj in self.interp.worker.arguments:
            return False
        return not any(tests_process_identity(function.node) for function in self.interp.active)

    # -- event loops --------------------------------------------------------------------------------------------------

    def on_run_thread(self, obj: Obj, node: ast.AST) -> None:
        for value in self.interp.given.values(obj, "target", "function"):
            receiver = value.receiver if isinstance(value, Method) and value.name == "run_forever" else None
            if isinstance(receiver, Obj) and receiver.kind == "event loop" and self.interp.world.kind != "child":
                self._in_thread.set(True, receiver.ident)

    def effect_asks_loop(self, call: LibraryCall) -> Values | None:
        obj = call.obj
        node, loops = call.bound.get("loop", (call.node, (obj,) if obj is not None else ()))
        base = self.interp.worker.parent
        for loop in loops:
            if base is None or self.interp.world.kind != "child":
                break
            if not isinstance(loop, Obj) or loop.kind != "event loop" or loop in self.interp.worker.arguments:
                continue
            # Another one is made only where there was none at the fork, unless the code checks whose it is.
            asks = any(word in loop.source.code for word in KNOWS_PROCESS)
            if not asks and const(True) in (base.get(self._in_thread.key(loop.ident)) or ()):
                self.ask.child_read("connection", node, (loop,), FORK, "an event loop")
        self.interp.effects["keeps"](call._replace(bound={}))
        return NOTHING if call.name.startswith("event loop") else None
