"""How processes end: killed with their parent, or unheard."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import LibraryCall, is_given
from flake8_mp.facts.events import Life, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.models.subjects import PROCESSES
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import (
    Frame,
    Obj,
    Reference,
    Values,
    constant_of,
)
from flake8_mp.rule import ALL_METHODS

_ENDINGS = frozenset({"sys.exit", "os._exit"})
_TESTS = frozenset({"any", "all", "sum", "max", "min"})
"""What tests the elements of what it is given, or takes them for numbers."""


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
        """Note an exit code that is taken for a number right after the start: it is None as yet."""
        around = list(self.interp.syntax.nodes_around(node))
        if any(isinstance(each, ast.While) for each in around) or _tests_for_none(node, around):
            return
        if self._as_number(node, around) and not self.interp.unsure and not self.interp.can(obj, "escaped"):
            words = self.interp.frame.source.segment(node, 28)
            made = Place(obj.source, obj.node)
            self.interp.emit(Life(self.interp.place(node), problem="asked at once", words=words, cause=made))

    def _as_number(self, node: ast.AST, around: list[ast.AST]) -> bool:
        """Return whether an exit code is compared with a number, or tested, or what the program ends with."""
        outer = around[0]
        if isinstance(outer, ast.Compare):
            others = [outer.left, *outer.comparators]
            numbers = [type(getattr(each, "value", None)) is int for each in others if each is not node]
            return len(outer.ops) == 1 and isinstance(outer.ops[0], (ast.Eq, ast.NotEq)) and all(numbers)
        if isinstance(outer, ast.Call):
            called = self.interp.expressions.eval(outer.func)
            return outer.args == [node] and any(isinstance(v, Reference) and v.name in _ENDINGS for v in called)
        if isinstance(outer, (ast.GeneratorExp, ast.ListComp)):
            call = around[1]
            called = self.interp.expressions.eval(call.func) if isinstance(call, ast.Call) else ()
            tested = any(isinstance(v, Reference) and v.name in _TESTS for v in called)
            return outer.elt is node and tested
        negated = isinstance(outer, ast.UnaryOp) and isinstance(outer.op, ast.Not)
        return negated or (isinstance(outer, (ast.If, ast.IfExp, ast.Assert)) and outer.test is node)

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


def _tests_for_none(node: ast.AST, around: list[ast.AST]) -> bool:
    """Return whether the function asks whether an exit code is None, or a condition asks for it twice."""
    asked = ast.dump(node)
    function = next((each for each in around if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))), around[-1])
    for each in walk(function):
        if isinstance(each, ast.Compare) and isinstance(each.ops[0], (ast.Is, ast.IsNot)):
            if ast.dump(each.left) == asked:
                return True
    whole = [each for each in around if isinstance(each, ast.BoolOp)]
    return any(inner is not node and ast.dump(inner) == asked for each in whole for inner in walk(each))
