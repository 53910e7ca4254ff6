"""``os.fork``: which side a path is on, and what the child does there."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.events import Event, ForkHazard, ImportEnd, LeftChild, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import PathEnded
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import FORKS
from flake8_mp.facts.slot import Slot, is_name
from flake8_mp.facts.store import Changes
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import (
    NONE,
    NOTHING,
    Const,
    Function,
    Method,
    Obj,
    Reference,
    Unknown,
    Value,
    Values,
    const,
    function_of,
)

_ENDS_PROCESS = frozenset({"_exit", "abort", "kill", "execv", "execve", "execvp", "execl", "execlp", "execle"})
"""What a function calls that does not return."""


@dataclass(frozen=True, slots=True)
class IsChild(Value):
    """Whether this is the child of an ``os.fork``; ``holds`` where the test is true there."""

    holds: bool


class Forking(Model):
    """Follows ``os.fork``: which side a path is on, and what the child does there.

    Owns: the kind ``pid of a child``, exits of the interpreter.
    Emits: :class:`ForkHazard`, :class:`ImportEnd`, :class:`LeftChild`.
    """

    _listens_for = FORKS

    _last_fork = Slot[tuple[Place, int, int, int]](
        "the last fork, how many regions and coroutines were open, and the newest number"
    )

    _side = Slot[str]("``child`` or ``parent``, once it is decided which side of the last fork this is")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._forks = False
        """Whether there was any fork so far."""
        self._continued_after: dict[Place, Event] = {}
        """By the ``os.fork``, what was noted of a child that goes on behind its branch."""

    def effect_fork(self, call: LibraryCall) -> Values:
        self.forked(call.node)
        again = self.side_of_fork() == "child"
        self._forks = True
        self._side.drop()
        regions = 0 if again else len(self.interp.regions)
        self._last_fork.set((self.interp.place(call.node), regions, self.interp.world.coroutine, self.interp.last_id))
        return (const(0), self.interp.make("pid of a child", call.node))

    def effect_forkpty(self, call: LibraryCall) -> Values:
        pid = self.effect_fork(call)
        return (self.interp.containers.container("tuple", call.node, [pid, NOTHING]),)

    def side_of_fork(self, path: Changes | None = None) -> str:
        """Return ``child`` or ``parent`` where an ``os.fork`` has been decided on this path, else nothing.

        With ``path`` it is the end of another path that is asked about.
        """
        if not self._forks:
            return ""
        values = self._side.values() if path is None else path.get(self._side.key(), ())
        return str(getattr(values[0], "value", "")) if len(values) == 1 else ""

    def inherited_by_fork(self, obj: Obj) -> bool:
        """Return whether an object was there before the last ``os.fork``, so that both sides have one."""
        fork = self._fork()
        return fork is not None and obj.ident <= fork[3]

    def in_own_child(self) -> bool:
        """Return whether this can be a child that the worker which is running has forked itself."""
        base, fork = self.interp.worker.parent, self._last_fork.found()
        if base is None or fork is None or base.get(self._last_fork.key()) == fork:
            return False
        return self.side_of_fork() != "parent"

    # -- tests ------------------------------------------------------------------------------------------------------

    def answer_negated(self, values: Values) -> Values | None:
        if len(values) == 1 and isinstance(values[0], IsChild):
            return (IsChild(not values[0].holds),)
        if len(values) == 2 and any(map(_is_child_pid, values)):
            return (IsChild(True),)
        return None

    def answer_comparison(self, node: ast.Compare, left: Values, operator: ast.AST, right: Values) -> Values | None:
        if len(node.ops) == 1 and any(map(_is_child_pid, left)):
            if len(right) == 1 and isinstance(right[0], Const) and right[0].value == 0:
                return (IsChild(isinstance(operator, (ast.Eq, ast.Is, ast.LtE))),)
        return None

    def on_equal(self, node: ast.expr, right: ast.Constant, same: bool) -> None:
        if right.value == 0 and right.value is not False:
            values = self.interp.conditions.quiet_value(node)
            if any(map(_is_child_pid, values)):
                kept = tuple(v for v in values if isinstance(v, Const) is same)
                self.interp.conditions.narrow(node.target if isinstance(node, ast.NamedExpr) else node, kept)

    def on_narrowed(self, before: Values, after: Values) -> None:
        """Note on which side of an ``os.fork`` this path is, once its result has been tested."""
        if len(after) == 1 and any(map(_is_child_pid, before)):
            if after[0] == const(0):
                self.ask.side_decided("child")
            elif isinstance(after[0], Obj):
                self.ask.side_decided("parent")

    def side_decided(self, side: str) -> None:
        """Called where it is decided which side of the last ``os.fork`` this path is on."""
        self._side.set(side)

    def around_split(
        self,
        proceed: Callable[..., bool],
        test: ast.AST,
        values: Values,
        yes: Callable[[], bool],
        no: Callable[[], bool],
    ) -> bool:
        if not self._forks:
            return proceed(test, values, yes, no)
        decided, child = self.side_of_fork(), _asks_for_child(values)
        if child is not None:
            self.ask.asked_again()
        entered: list[str] = []
        sides: list[str] = []

        def path(run: Callable[[], bool], holds: bool) -> Callable[[], bool]:
            def go() -> bool:
                if child is not None:
                    self.ask.side_decided("child" if child is holds else "parent")
                entered.append(self.side_of_fork())
                goes = run()
                if goes:
                    sides.append(self.side_of_fork())
                return goes

            return go

        statement = self.interp.statements.statement
        goes = proceed(test, values, path(yes, True), path(no, False))
        if not decided and sorted(sides) == sorted(entered) == ["child", "parent"]:
            if isinstance(statement, ast.If) and statement.test is test:
                around = self.interp.syntax.nodes_around(statement)
                is_end = self.interp.frame.parent is None and _is_last(statement, around)
                if not _marks_sides(statement) and (not is_end or self.ask.cleaned_up_twice()):
                    self._both_go_on(statement.body if child else statement.orelse)
            else:
                self._both_go_on(())
        return goes

    def _both_go_on(self, branch: Sequence[ast.stmt]) -> None:
        """Note that the child of an ``os.fork`` goes on behind the branch that was meant for it."""
        fork = self._fork()
        if fork is not None and fork[1] and not self._returns_side() and not self.may_not_return(branch):
            event = LeftChild(fork[0], problem="child goes on")
            if event not in self.interp.report.events:
                self.interp.emit(event)
                self._continued_after[fork[0]] = event

    def may_not_return(self, branch: Sequence[ast.stmt]) -> bool:
        """Return whether the child's code ends with a call of something unknown, which may replace or end it."""
        for statement in branch[:-1]:
            called = statement.value if isinstance(statement, ast.Expr) else None
            if isinstance(called, ast.Call) and isinstance(called.func, (ast.Name, ast.Attribute)):
                callees = self.interp.expressions.eval(called.func)
                if any(isinstance(each, (Function, Method)) and self._is_not_followed(each) for each in callees):
                    return True
        call = branch[-1].value if branch and isinstance(branch[-1], ast.Expr) else None
        if not isinstance(call, ast.Call):
            return False
        parts = [part for part in walk(call.func) if not isinstance(part, ast.expr_context)]
        if not all(isinstance(part, (ast.Name, ast.Attribute)) for part in parts):
            return True
        return any(map(self._is_not_followed, self.interp.expressions.eval(call.func)))

    def _is_not_followed(self, callee: Value) -> bool:
        """Return whether it is not known what a call does."""
        function = function_of(callee)
        if function is not None:
            followed = self.interp.hooks.follow(function)
            return not followed and function.source.may_lead_to(function.node, _ENDS_PROCESS)
        if isinstance(callee, Reference):
            return self.interp.known.row(callee.name) is None and callee.name not in api.PURE
        return isinstance(callee, Unknown)

    def asked_again(self) -> None:
        """Called for a test which side of an ``os.fork`` this is, for the first time or again."""
        fork = self._fork()
        event = self._continued_after.pop(fork[0], None) if fork is not None else None
        if event is not None:
            # The child was not at its end there: what it does is decided once more.
            self.interp.report.withdraw(event)

    def _returns_side(self) -> bool:
        """Return whether the running function returns which side it is on: then its caller decides."""
        function = self.interp.frame.function
        if function is None:
            return False
        names = {
            target.id
            for node in walk(function.node)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
            for target in node.targets
            if isinstance(target, ast.Name) and getattr(node.value.func, "attr", "") == "fork"
        }
        returned = [node.value for node in walk(function.node) if isinstance(node, ast.Return) and node.value]
        return any(isinstance(n, ast.Name) and n.id in names for value in returned for n in walk(value))

    def on_dropped(self, values: Values, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call) and any(isinstance(v, Obj) and v.node is node.value for v in values):
            if any(map(_is_child_pid, values)):
                self.interp.emit(LeftChild(self.interp.place(node.value), problem="child goes on"))

    def before_awaited(self, values: Values, node: ast.AST) -> None:
        fork = self._fork()
        if fork is not None and fork[2] and self.side_of_fork() == "child" and self.interp.frame.ident <= fork[3]:
            self.interp.emit(ForkHazard(fork[0], problem="coroutine"))

    def _fork(self) -> tuple[Place, int, int, int] | None:
        """Return the last ``os.fork`` on this path, how many regions and coroutines were open, and the newest id."""
        for value in self._last_fork.values():
            if isinstance(value, Const) and isinstance(value.value, tuple):
                return value.value
        return None

    def cleaned_up_twice(self) -> bool:
        """Return whether there is something of the parent that the exit of a forked child cleans up."""
        fork = self._fork()
        if fork is not None and any(region.protects for region in self.interp.regions[: fork[1]]):
            return True
        if fork is None or not fork[1]:
            return False
        if self.ask.runs_at_exit():
            return True
        for (ident, name), values in self.interp.store.items().items():
            if is_name(name) and ident in (self.interp.frame.ident, self.interp.frame.module.ident):
                for value in values:
                    if isinstance(value, Obj) and value.kind in ("file", "TemporaryDirectory"):
                        if not self.interp.can(value, "closed") and not self.interp.can(value, "escaped"):
                            return True
        return False

    def forked(self, node: ast.AST) -> None:
        """Called for ``os.fork``."""
        self.interp.hooks.fork_hazards(node, "os.fork", frozenset({"fork"}))

    def effect_exit(self, call: LibraryCall) -> Values:
        if self.interp.world.kind == "import" and not self.interp.world.uncertain and self.interp.world.tests:
            self.interp.emit(ImportEnd(self.interp.place(call.node)))
        if call.name.startswith("exec") or call.name == "abort":
            # What replaces the program may fail: that is the only path that goes on.
            self.interp.leave("raise")
            raise PathEnded
        if call.name != "_exit":
            if self.side_of_fork() == "child" and self.ask.cleaned_up_twice():
                self.interp.emit(LeftChild(self.interp.place(call.node), problem="child exits"))
            self.interp.leave("raise")
        raise PathEnded

    def effect_kill(self, call: LibraryCall) -> Values:
        if self.signals_itself(call.arguments):
            if getattr(call.arguments.args[-1][0], "attr", "") == "SIGKILL":
                raise PathEnded
        return NONE

    def signals_itself(self, arguments: Arguments) -> bool:
        """Return whether ``os.kill`` with these arguments is meant for the process that calls it."""
        target = arguments.args[0][0] if arguments.args else None
        return isinstance(target, ast.Call) and getattr(target.func, "attr", "") == "getpid"


def _asks_for_child(values: Values) -> bool | None:
    """Return whether a test holds in the child of an ``os.fork``, or None where it is about something else."""
    if len(values) == 1 and isinstance(values[0], IsChild):
        return values[0].holds
    if any(map(_is_child_pid, values)) and len(values) == 2:
        return False
    return None


def _is_last(statement: ast.If, around: Iterable[ast.AST]) -> bool:
    """Return whether nothing is left to do behind a statement, on either side of the fork, in what is around it."""
    inner: ast.AST = statement
    for outer in around:
        block = next((part for _, part in ast.iter_fields(outer) if isinstance(part, list) and inner in part), [])
        if not isinstance(outer, (ast.If, ast.Module)) or block[-1:] != [inner]:
            return False
        inner = outer
    return True


def _marks_sides(statement: ast.If) -> bool:
    """Return whether both branches set an attribute, to different constants: then who asks for it decides."""
    marks: list[dict[str, object]] = []
    for branch in (statement.body, statement.orelse):
        marks.append(
            {
                ast.unparse(target): node.value.value
                for node in branch
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
                for target in node.targets
                if isinstance(target, ast.Attribute)
            }
        )
    first, second = marks
    return any(first[name] != second[name] for name in first.keys() & second.keys())


def _is_child_pid(value: Value) -> bool:
    """Return whether a value is what ``os.fork`` returns in the parent."""
    return isinstance(value, Obj) and value.kind == "pid of a child"
