"""Children of ``os.fork`` that return from the function that forked them, into code that is their parent's."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from flake8_mp.facts.arguments import LibraryCall
from flake8_mp.facts.events import Event, LeftChild, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import FORKS
from flake8_mp.facts.slot import Slot, is_name
from flake8_mp.facts.store import Changes
from flake8_mp.facts.tree import last_name, walk
from flake8_mp.facts.values import NONE, Const, Frame, Function, ProcessNumber, Values, function_of

_LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_TESTS = (ast.If, ast.IfExp, ast.While, ast.Match, ast.Break, ast.Return, ast.Raise, ast.BoolOp, ast.Try)
_DEPTH = 4
"""So many calls deep is looked at how a child's code ends."""


@dataclass(frozen=True, slots=True)
class _Forker:
    """A function that has called ``os.fork``: where, who had called it, and the newest number at that time."""

    fork: Place
    trace: tuple[Place, ...]
    newest: int


class ReturnedChildren(Model):
    """Follows forked children that return from the function that forked them, to callers that do not distinguish it.

    Owns: nothing.
    Emits: :class:`LeftChild`.
    """

    _listens_for = FORKS

    _left_by = Slot[ast.Return]("by the frame, the statement by which this path has left it")
    _last_fork = Slot[Place]("where the last fork was")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._forkers: dict[int, _Forker] = {}
        """By the frame that has called ``os.fork`` itself."""
        self._noted: dict[tuple[int, Place | None], Event] = {}
        """By the run and the fork, what was noted of its child."""

    def before_effect_fork(self, call: LibraryCall) -> None:
        place = self.interp.place(call.node)
        self._last_fork.set(place)
        self._forkers[self.interp.frame.ident] = _Forker(place, self.interp.world.trace, self.interp.last_id)

    def on_returned(self, values: Values, node: ast.Return) -> None:
        if self.interp.frame.ident in self._forkers:
            self._left_by.set(node, self.interp.frame.ident)

    def on_ended(self, frame: Frame, region: Region, result: Values) -> None:
        forker = self._forkers.pop(frame.ident, None)
        if forker is None or frame.function is None or not _goes_on(forker.trace, compares=result != NONE):
            return
        back = [*region.ends.get("normal", ()), *region.ends.get("return", ())]
        children = [path for path in back if self.ask.side_of_fork(path) == "child"]
        if len(children) == len(back) or all(self.ask.side_of_fork(path) != "parent" for path in back):
            return
        if any(
            self._comes_back(path, frame, frame.function) and not _sets_flag(path, frame, forker) for path in children
        ):
            event = LeftChild(forker.fork, problem="child goes on")
            if event not in self.interp.report.events:
                self.interp.emit(event)
                self._noted[self.interp.world.number, forker.fork] = event

    def on_asked_again(self) -> None:
        """Forget what was noted of the last fork: the caller decides what its child does."""
        event = self._noted.pop((self.interp.world.number, self._last_fork.get()), None)
        if event is not None:
            self.interp.report.withdraw(event)

    def before_comparison(self, node: ast.Compare, left: Values, operator: ast.AST, right: Values) -> None:
        # Whether this is still the process that has forked, some programs ask by its number.
        if any(isinstance(value, ProcessNumber) and value.own for value in (*left, *right)):
            self.ask.asked_again()

    def _comes_back(self, path: Changes, frame: Frame, function: Function) -> bool:
        """Return whether nothing unknown is called at the end of the child's code, which may replace or end it."""
        if isinstance(function.node, ast.Lambda):
            return False
        last = self._left_by.there(path, frame.ident)
        branch = _before(function, last) if last is not None else function.node.body
        outer, self.interp.frame = self.interp.frame, frame
        try:
            return not self._may_not_return(branch, _DEPTH)
        finally:
            self.interp.frame = outer

    def _may_not_return(self, branch: Sequence[ast.stmt], depth: int) -> bool:
        while branch and isinstance(branch[-1], (ast.With, ast.Try)):
            branch = branch[-1].body
        if self.ask.may_not_return(branch) or depth == 0:
            return True
        call = branch[-1].value if branch and isinstance(branch[-1], ast.Expr) else None
        for callee in self.interp.expressions.eval(call.func) if isinstance(call, ast.Call) else ():
            function = function_of(callee)
            if function is not None and not isinstance(function.node, ast.Lambda):
                outer, self.interp.frame = (
                    self.interp.frame,
                    self.interp.new_frame(
                        function.source, function.frame, function=function, qualname=function.qualname
                    ),
                )
                try:
                    if self._may_not_return(function.node.body, depth - 1):
                        return True
                finally:
                    self.interp.frame = outer
        return False


def _before(function: Function, last: ast.Return) -> Sequence[ast.stmt]:
    """Return the statements of a block that come before the one by which it is left."""
    around = function.source.around.get(last)
    for name in ("body", "orelse", "finalbody"):
        block = getattr(around, name, ())
        if isinstance(block, list) and last in block:
            return block[: block.index(last)]
    return ()


def _sets_flag(path: Changes, frame: Frame, forker: _Forker) -> bool:
    """Return whether a child sets an attribute or a global to a constant: the caller can distinguish it by that."""
    return any(
        is_name(name) and frame.ident != ident <= forker.newest and any(isinstance(value, Const) for value in values)
        for (ident, name), values in path.items()
    )


def _goes_on(trace: Sequence[Place], compares: bool) -> bool:
    """Return whether something is left to be done behind the calls that led to a fork, or they are repeated.

    ``compares`` is whether the caller gets a value by which it can distinguish the child: only a loop without any
    test is certain not to.
    """
    for place in reversed(trace):
        around = place.source.around
        node: ast.AST | None = place.node
        while node is not None and not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            parent = around.get(node)
            if isinstance(parent, _LOOPS) and node not in getattr(parent, "orelse", ()):
                if not compares:
                    return True
                inside = [inner for part in _repeated(parent) for inner in walk(part)]
                return not any(isinstance(inner, _TESTS) for inner in inside)
            following = _following(parent, node)
            if following and not _leaves(following[0]):
                return not compares
            if following:
                break
            node = parent
        if compares:
            return False
    return False


def _repeated(loop: ast.AST) -> Sequence[ast.AST]:
    """Return what is run in each round of a loop."""
    if isinstance(loop, (ast.For, ast.AsyncFor, ast.While)):
        return [*([loop] if isinstance(loop, ast.While) else ()), *loop.body]
    return [] if all(not c.ifs for c in getattr(loop, "generators", ())) else [ast.Break()]


def _following(parent: ast.AST | None, node: ast.AST) -> Sequence[ast.stmt]:
    """Return the statements behind one in its block, or what is done finally."""
    for name in ("body", "orelse", "handlers", "finalbody"):
        block = getattr(parent, name, None)
        if isinstance(block, list) and node in block:
            behind = block[block.index(node) + 1 :] if name != "handlers" else []
            return behind or (getattr(parent, "finalbody", []) if name != "finalbody" else [])
    return ()


def _leaves(statement: ast.stmt) -> bool:
    """Return whether a statement ends the function or the program without doing anything else."""
    if isinstance(statement, (ast.Return, ast.Raise, ast.Break)):
        value = getattr(statement, "value", None)
        return not any(isinstance(inner, ast.Call) for inner in walk(value)) if value is not None else True
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and last_name(call.func) in ("exit", "_exit")
