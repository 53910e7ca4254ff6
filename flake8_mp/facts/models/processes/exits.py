"""How processes end: killed with their parent, or unheard."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import LibraryCall, is_given
from flake8_mp.facts.events import Life, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.models.subjects import PROCESSES
from flake8_mp.facts.values import (
    Frame,
    Obj,
    Values,
    constant_of,
)
from flake8_mp.rule import ALL_METHODS


class Exits(Model):
    """Follows how processes end: with their parent, or unnoticed.

    Owns: daemons.
    Emits: :class:`Life`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._daemons: dict[Obj, Place] = {}
        """The daemons that the program starts, and where."""
        self._fails: set[int] = set()
        """The processes whose worker fails, on every path."""
        self._joined: dict[Obj, Place] = {}
        """The processes that are joined, and where."""
        self._exit_read: set[Obj] = set()
        """The processes that are asked how they ended."""

    # -- daemons ----------------------------------------------------------------------------------------------------

    def before_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        if self.interp.world.kind == "main" and self._dies_with_parent(obj):
            self._daemons[obj] = self.interp.place(node)

    def _dies_with_parent(self, obj: Obj) -> bool:
        set_later = constant_of(self.interp.store.get((obj.ident, "daemon")) or ())
        keywords = obj.node.keywords if isinstance(obj.node, ast.Call) and obj.cls is None else []
        given = [k.value.value for k in keywords if k.arg == "daemon" and isinstance(k.value, ast.Constant)]
        return set_later is True or (set_later is None and given == [True])

    @only_with(*PROCESSES)
    def before_ended(self, frame: Frame, region: Region, result: Values) -> None:
        for obj, place in self._daemons.items() if frame.parent is None and self.interp.world.kind == "main" else ():
            if self.ask.has_just_begun(obj) and not self.interp.can(obj, "escaped"):
                self.ask.circumstance("daemon", place.node, ALL_METHODS, at=place)
        # Code that is passed a process may ask for its exit code.
        if self._fails:
            self._exit_read.update(obj for obj in self.interp.objects.reachable(result) if obj.kind == "Process")

    # -- failures ---------------------------------------------------------------------------------------------------

    def on_child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        process = self.interp.world.process
        if process is None:
            return
        fails = region.ends.get("raise") and not region.ends.get("normal") and not region.ends.get("return")
        arguments = [values for _, values in self.ask.process_arguments(process, node).args]
        if fails and not any(isinstance(constant_of(values), bool) for values in arguments):
            # A switch among the arguments may be there to make it fail.
            self._fails.add(process.ident)

    @only_with(*PROCESSES)
    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if obj.kind == "Process" and attribute in ("exitcode", "is_alive", "sentinel", "_popen"):
            self._exit_read.update(one for one in self.interp.made_objects.values() if one.node is obj.node)
            if attribute == "exitcode" and self.ask.has_just_begun(obj):
                self._asked_too_early(obj, node)

    def _asked_too_early(self, obj: Obj, node: ast.AST) -> None:
        """Note an exit code that is compared with a number right after the start: it is None as yet."""
        around = self.interp.syntax.nodes_around(node)
        outer = self.interp.syntax.node_around(node)
        if not isinstance(outer, ast.Compare) or any(isinstance(each, ast.While) for each in around):
            return
        number = isinstance(outer.ops[0], (ast.Eq, ast.NotEq)) and outer.left is node
        number = number and type(getattr(outer.comparators[0], "value", None)) is int
        if number and not self.interp.unsure and not self.interp.can(obj, "escaped"):
            words = self.interp.frame.source.segment(node, 28)
            made = Place(obj.source, obj.node)
            self.interp.emit(Life(self.interp.place(node), problem="asked at once", words=words, cause=made))

    def before_effect_join(self, call: LibraryCall) -> None:
        obj = call.obj
        if (
            obj is not None
            and obj.kind == "Process"
            and self.interp.must(obj, "started")
            and not self.interp.can(obj, "escaped")
            and not is_given(call.bound, "timeout")
        ):
            # A wait with a timeout may be over before it has failed.
            self._joined.setdefault(obj, self.interp.place(call.node))
            if self.interp.can(obj, "kept"):
                self._exit_read.add(obj)

    def on_finish(self) -> None:
        for obj, place in self._joined.items():
            if obj.ident in self._fails and obj not in self._exit_read:
                self.ask.circumstance("failure", place.node, ALL_METHODS, at=place)
