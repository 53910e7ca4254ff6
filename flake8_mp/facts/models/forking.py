"""``os.fork``: which side a way is on, and what the child does there."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.events import ForkHazard, ImportEnd, Place
from flake8_mp.facts.interpreter.ways import Gone
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import NONE, UNBOUND, Const, Context, Obj, Reference, Unknown, Values, const, is_child_pid


class Forking(Model):
    """Follows ``os.fork``."""

    def effect_fork(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        self.forked(arguments.node)
        again = self.forked_child()
        self.interp.store.set((0, "#forked"), (UNBOUND,))
        regions = 0 if again else len(self.interp.regions)
        self.interp.store.set(
            (0, "#fork"),
            (const((self.interp.place(arguments.node), regions, self.interp.world.coroutine, self.interp.last_id)),),
        )
        return (const(0), self.interp.make("pid of a child", arguments.node))

    def forked_child(self) -> bool:
        """Tell whether this way is the child of an ``os.fork``."""
        return self.interp.statements.side_of_fork() == "child"

    def on_both_go_on(self, branch: Sequence[ast.stmt]) -> None:
        fork = self._fork()
        if fork is not None and fork[1] and not self._tells_its_caller() and not self._may_not_return(branch):
            event = ForkHazard(fork[0], problem="child goes on")
            if event not in self.interp.events:
                self.interp.emit(event)
                self.interp.went_on[fork[0]] = event

    def _may_not_return(self, branch: Sequence[ast.stmt]) -> bool:
        """Tell whether the child's code ends with a call of something unknown, which may replace or end it."""
        call = branch[-1].value if branch and isinstance(branch[-1], ast.Expr) else None
        if not isinstance(call, ast.Call):
            return False
        parts = [part for part in walk(call.func) if not isinstance(part, ast.expr_context)]
        if not all(isinstance(part, (ast.Name, ast.Attribute)) for part in parts):
            return True
        return any(
            isinstance(callee, Unknown)
            or (
                isinstance(callee, Reference)
                and self.interp.objects.row_of(callee) is None
                and callee.name not in api.PURE
            )
            for callee in self.interp.expressions.eval(call.func)
        )

    def on_asked_again(self) -> None:
        fork = self._fork()
        event = self.interp.went_on.pop(fork[0], None) if fork is not None else None
        if event is not None:
            # The child was not at its end there: what it does is decided once more.
            self.interp.events.pop(event, None)

    def _tells_its_caller(self) -> bool:
        """Tell whether the running function returns which side it is on: then its caller decides."""
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
            if any(map(is_child_pid, values)):
                self.interp.emit(ForkHazard(self.interp.place(node.value), problem="child goes on"))

    def before_awaited(self, values: Values) -> None:
        fork = self._fork()
        if fork is not None and fork[2] and self.forked_child() and self.interp.frame.ident <= fork[3]:
            self.interp.emit(ForkHazard(fork[0], problem="coroutine"))

    def _fork(self) -> tuple[Place, int, int, int] | None:
        """Return the last ``os.fork`` on this way, how many regions and coroutines were open, and the newest id."""
        for value in self.interp.store.get((0, "#fork")) or ():
            if isinstance(value, Const) and isinstance(value.value, tuple):
                return value.value
        return None

    def cleaned_up_twice(self) -> bool:
        """Tell whether there is something of the parent that the exit of a forked child cleans up."""
        fork = self._fork()
        if fork is not None and any(region.protects for region in self.interp.regions[: fork[1]]):
            return True
        if fork is None or not fork[1]:
            return False
        if self.interp.store.get((0, "#atexit")) is not None:
            return True
        for (ident, name), values in self.interp.store.items().items():
            if name[:1] != "#" and ident in (self.interp.frame.ident, self.interp.frame.module.ident):
                for value in values:
                    if isinstance(value, Obj) and value.kind in ("file", "TemporaryDirectory"):
                        if not self.interp.can(value, "closed") and not self.interp.can(value, "escaped"):
                            return True
        return False

    def forked(self, node: ast.AST) -> None:
        """Hear of ``os.fork``."""
        self.interp.news.fork_hazards(node, "os.fork", frozenset({"fork"}))

    def effect_exit(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        if self.interp.world.kind == "import" and not self.interp.world.uncertain and self.interp.world.tests:
            self.interp.emit(ImportEnd(self.interp.place(arguments.node)))
        if name.startswith("exec") or name == "abort":
            # What replaces the program may fail: that is the only way that goes on.
            self.interp.leave("raise")
            raise Gone
        if name != "_exit":
            if self.forked_child() and self.ask.cleaned_up_twice():
                self.interp.emit(ForkHazard(self.interp.place(arguments.node), problem="child exits"))
            self.interp.leave("raise")
        raise Gone

    def effect_kill(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        if self.signals_itself(arguments):
            if getattr(arguments.args[-1][0], "attr", "") == "SIGKILL":
                raise Gone
        return NONE

    def signals_itself(self, arguments: Arguments) -> bool:
        """Tell whether ``os.kill`` with these arguments is meant for the process that calls it."""
        target = arguments.args[0][0] if arguments.args else None
        return isinstance(target, ast.Call) and getattr(target.func, "attr", "") == "getpid"
