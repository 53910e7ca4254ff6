"""Processes: the order in which they are made, started, waited for and closed."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.events import Life, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.ways import Region
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.store import Changes
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import (
    NONE,
    Class,
    Const,
    Context,
    Frame,
    Function,
    Method,
    Obj,
    Partial,
    Value,
    Values,
    const,
    is_none,
)

_ASKED = frozenset({"exitcode", "pid", "ident", "sentinel"})
"""What a closed process refuses to tell: ``_check_closed`` in ``Lib/multiprocessing/process.py``."""
_REFUSED = frozenset({"AssertionError", "AttributeError", "ValueError"})
"""What the life of a process raises when it is out of order."""
_CONSUMERS = frozenset(
    {"print", "len", "sum", "list", "tuple", "set", "sorted", "min", "max", "int", "float", "str", "repr"}
)
"""Builtins to which nobody hands None on purpose."""


class ProcessLifecycle(Model):
    """Follows processes from their making to their end.

    Problems of :class:`Life` events: ``twice``, ``not started``, ``closed``, ``running``, ``daemon`` (out of order);
    ``run``, ``no call``, ``never`` (nothing runs); ``start``, ``join`` (their value is used, which is None).

    Owns: the kind ``Process``, and None where ``start`` and ``join`` give it.
    Emits: :class:`Life`.
    """

    _called = Slot[int]("by the process, how many calls there were when it was started")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self.turns: list[int] = []
        """The rounds of the loops that are running."""
        self.turn: dict[int, tuple[int, ...]] = {}
        """By the process, the rounds in which it was made: in another one the same code makes another."""
        self.picked: set[Obj] = set()
        """Processes that stand for one of several."""
        self.born = 0
        """Objects up to this number were there before: what happened to them in between is not known."""
        self.launched: set[ast.AST] = set()
        """Where the processes are made that are started anywhere."""
        self._constructing = 0
        self._rounds_run = 0
        self._owners: list[Value] = []
        self._ran_here: dict[ast.AST, Life] = {}
        """By where they are made, processes whose target is run in this process."""
        self._idlers: dict[ast.AST, Life] = {}
        """By where they are made, processes with which nothing is done."""
        self._nothings: dict[str, tuple[str, Place]] = {}
        self._made_here: dict[int, list[Obj]] = {}

    # -- which process it is --------------------------------------------------------------------------------------

    def around_make(self, proceed: Callable[..., Obj], kind: str, node: ast.AST, **details: Any) -> Obj:
        made = proceed(kind, node, **details)
        if kind == "Process":
            self.turn[made.ident] = tuple(self.turns)
            if details.get("tag"):
                self.picked.add(made)
            else:
                self.picked.discard(made)
                known = self._made_here.setdefault(self.interp.frame.ident, [])
                if made not in known:
                    known.append(made)
            if any(region.expects or (region.narrow and region.handles) for region in self.interp.regions):
                self.interp.move(made, add="asked")
        return made

    def knows(self, obj: Obj) -> bool:
        """Tell whether this is one process all of whose life has been followed on this way."""
        made = self.turn.get(obj.ident)
        if made is None or obj.ident <= self.born or made != tuple(self.turns[: len(made)]):
            return False
        if (
            obj in self.picked
            or self.interp.unsure
            or self.interp.can(obj, "escaped")
            or self.interp.world.kind == "thread"
        ):
            return False
        return not (self.interp.again and any(obj in values for values in self.interp.rounds))

    def around_run_loop(
        self,
        proceed: Callable[..., bool],
        node: ast.AST,
        body: Callable[[], bool],
        orelse: Sequence[ast.stmt],
        certain: bool,
        endless: bool = False,
    ) -> bool:
        def turn() -> bool:
            self._rounds_run += 1
            self.turns.append(self._rounds_run)
            try:
                return body()
            finally:
                self.turns.pop()

        return proceed(node, turn, orelse, certain, endless)

    def around_comprehension(
        self, proceed: Callable[..., Values], node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> Values:
        self._rounds_run += 1
        self.turns.append(self._rounds_run)
        try:
            return proceed(node)
        finally:
            self.turns.pop()

    def around_enter(
        self,
        proceed: Callable[..., Values],
        function: Function,
        arguments: Arguments,
        receiver: Value | None = None,
        on_yield: Callable[[Values], bool] | None = None,
    ) -> Values:
        outer = self.born
        if not self.interp.active and not self._constructing and self.interp.world.kind not in ("main", "import"):
            self.born = self.interp.last_id
        try:
            return proceed(function, arguments, receiver, on_yield)
        finally:
            self.born = outer

    def around_instantiate(self, proceed: Callable[..., Values], cls: Class, arguments: Arguments) -> Values:
        outer = self.born
        if not self.interp.active and self.interp.world.kind not in ("main", "import"):
            self.born = self.interp.last_id
        self._constructing += 1
        try:
            return proceed(cls, arguments)
        finally:
            self._constructing -= 1
            self.born = outer

    def refine_item(self, values: Values, obj: Obj, index: Values, node: ast.Subscript) -> Values:
        if not (len(index) == 1 and isinstance(index[0], Const)):
            self._pick(values)
        return values

    def refine_call_builtin_method(self, values: Values, receiver: Obj, name: str, arguments: Arguments) -> Values:
        self._pick(values)
        return values

    def _pick(self, values: Values) -> None:
        self.picked.update(v for v in values if isinstance(v, Obj) and v.kind == "Process")

    def processes(self, values: Values) -> list[Obj]:
        """Return the processes that can be reached from a value."""
        if not self.turn:  # Most code has none, and asks for them at each call.
            return []
        return [obj for obj in self.interp.objects.reachable(values) if obj.kind == "Process"]

    def on_keep(self, obj: Obj) -> None:
        if obj.kind == "Process":
            self.interp.move(obj, add="kept")

    def on_out_of_order(self, ways: list[Changes]) -> None:
        for way in ways:
            for obj, _ in self.interp.changed_states(way):
                if obj.kind == "Process":
                    self.interp.move(obj, add="escaped")

    def before_yielded(self, values: Values) -> None:
        for obj in self.processes(values):
            self.interp.move(obj, add="escaped")

    def on_constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        if obj.kind == "Process":
            # Whoever calls the constructor again has a new process.
            self.interp.move(obj, add="built", drop="started")
            self.interp.move(obj, drop="closed")
            for values in arguments.all():
                for other in self.processes(values):
                    self.interp.move(other, add="escaped")

    # -- in which order -------------------------------------------------------------------------------------------

    def _life(self, problem: str, node: ast.AST, obj: Obj | None = None) -> None:
        if self.interp.ready_for(_REFUSED):
            return
        words = self.interp.frame.source.segment(node, 28)
        made = Place(obj.source, obj.node) if obj is not None else None
        self.interp.emit(Life(self.interp.place(node), problem=problem, words=words, cause=made))

    def _in_life(self, obj: Obj, node: ast.AST, started: bool = True) -> None:
        """Note a call that needs a process which is not closed, and one that needs it to be started."""
        if not self.knows(obj):
            return
        if self.interp.must(obj, "closed"):
            self._life("closed", node, obj)
        elif (
            started
            and not self.interp.can(obj, "started")
            and self.interp.can(obj, "built")
            and not self.own(obj, "start")
        ):
            if (
                self.interp.world.kind != "library"
                or obj.frame is self.interp.frame
                or not self.interp.can(obj, "kept")
            ):
                # What is made on first use and kept may be kept, and started, since an earlier call.
                self._life("not started", node, obj)

    def own(self, obj: Obj, name: str) -> bool:
        """Tell whether the class of a process has a method of its own, or perhaps has."""
        return obj.cls is not None and self.interp.objects.class_attribute(obj.cls, name) is not None

    def effect_start_life(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        assert obj is not None
        if self.knows(obj):
            if self.interp.must(obj, "closed"):
                self._life("closed", arguments.node, obj)
            elif self.interp.must(obj, "started"):
                self._life("twice", arguments.node, obj)
        self.launched.add(obj.node)
        self.interp.effects["start_process"](name, arguments, bound, obj, context)
        self._called.set(self.interp.call_count, obj.ident)
        return self._nothing("start", arguments.node)

    def effect_join_life(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        assert obj is not None
        self._in_life(obj, arguments.node)
        self.interp.effects["join"](name, arguments, bound, obj, context)
        return self._nothing("join", arguments.node)

    def effect_end_life(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        assert obj is not None
        self._in_life(obj, arguments.node)
        self.interp.effects["end"](name, arguments, bound, obj, context)
        return NONE

    def effect_close_life(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        assert obj is not None
        at_once = self._called.found(obj.ident) == (const(self.interp.call_count - 1),)
        if at_once and self.knows(obj) and self.interp.must(obj, "started") and not self.interp.can(obj, "joined"):
            self._life("running", arguments.node, obj)
        self.interp.effects["end"](name, arguments, bound, obj, context)
        self.interp.move(obj, add="closed")
        return NONE

    def effect_ask_life(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> None:
        assert obj is not None
        self._in_life(obj, arguments.node, started=False)

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if obj.kind != "Process" or (attribute == "start" and not self.own(obj, "start")):
            return
        if attribute == "__init__":
            # Calling the constructor again makes another process of it.
            self.interp.move(obj, add="escaped")
        elif attribute == "run":
            self.interp.move(obj, add="ran")
        if attribute in _ASKED and not (
            obj.cls is not None and self.interp.objects.class_attribute(obj.cls, attribute)
        ):
            self._in_life(obj, node, started=False)
        function = self.interp.frame.function
        owner = function.owner if function is not None else None
        if obj.cls is None or owner is None or owner not in self.interp.objects.lineage(obj.cls)[0]:
            self.interp.move(obj, add="asked")

    def before_set_attributes(self, owners: Values, name: str, values: Values) -> None:
        target = self.interp.binding.target
        if name == "daemon" and len(owners) == 1 and isinstance(target, ast.Attribute):
            owner = owners[0]
            if isinstance(owner, Obj) and owner.kind == "Process" and not self.own(owner, "daemon"):
                if self.knows(owner) and self.interp.must(owner, "started") and not self.interp.can(owner, "closed"):
                    self._life("daemon", target, owner)

    # -- nothing runs ---------------------------------------------------------------------------------------------

    def effect_run_here(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        if (
            obj is not None
            and obj.cls is None
            and not self.interp.unsure
            and self.interp.world.kind not in ("thread", "child")
        ):
            words = self.interp.frame.source.segment(arguments.node, 28)
            made = Place(obj.source, obj.node)
            event = Life(self.interp.place(arguments.node), problem="run", words=words, cause=made)
            self._ran_here.setdefault(obj.node, event)
        if obj is not None:
            # Lib/multiprocessing/process.py and Lib/threading.py: `run` calls the target with its arguments.
            given = self.ask.process_arguments(obj, arguments.node)
            for target in self.interp.given.found(obj, "target") or ():
                if isinstance(target, (Function, Method, Partial)):
                    self.interp.calls.call(target, given)
        return NONE

    def on_finish(self) -> None:
        for made, event in self._ran_here.items():
            # Who starts it elsewhere runs it here on purpose: to debug it, or where processes are not wanted.
            if made not in self.launched:
                self.interp.emit(event)
        for made, event in self._idlers.items():
            if made not in self.launched:
                self.interp.emit(event)

    def around_expression_statement(self, proceed: Callable[..., None], node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Attribute):
            proceed(node)
            return
        values = self.interp.expressions.eval(node.value)
        if values and all(_is_library_method(value) for value in values) and not self.interp.unsure:
            self._life("no call", node.value)
            for value in values:
                if isinstance(value, Method) and isinstance(value.receiver, Obj):
                    self.interp.move(value.receiver, add="asked")

    def around_ended(self, proceed: Callable[..., None], frame: Frame, region: Region, result: Values) -> None:
        made = self._made_here.pop(frame.ident, [])
        proceed(frame, region, result)
        if region.ends.get("normal") or region.ends.get("return"):
            for obj in made:
                if self._idle(obj, frame, result):
                    words = frame.source.segment(obj.node, 28)
                    self._idlers[obj.node] = Life(Place(obj.source, obj.node), problem="never", words=words)

    def _idle(self, obj: Obj, frame: Frame, result: Values) -> bool:
        """Tell whether a process was made and nothing was done with it by those who can reach it."""
        if obj.source is not frame.source or not self.interp.can(obj, "built") or self.interp.unsure:
            return False
        if any(self.interp.can(obj, word) for word in ("started", "escaped", "kept", "asked")):
            return False
        if frame.parent is None:
            return (
                self.interp.world.kind == "main"
                and self._made_under_guard(obj)
                and not self.interp.news.mentioned_elsewhere(obj)
            )
        if (
            self.interp.world.kind not in ("main", "library")
            or self.is_yielding(frame)
            or obj in self.interp.objects.reachable(result)
        ):
            return False
        return not self._inside_others(obj, frame)

    def is_yielding(self, frame: Frame) -> bool:
        """Tell whether a frame is that of a generator: who drives it may do more."""
        return frame.function is not None and self.interp.objects.is_generator(frame.function)

    def _made_under_guard(self, obj: Obj) -> bool:
        """Tell whether a module makes something only as a program, so that nobody imports it."""
        line = getattr(obj.node, "lineno", 0)
        return any(
            isinstance(statement, ast.If)
            and statement.lineno < line <= (statement.end_lineno or 0)
            and any(isinstance(n, ast.Name) and n.id == "__name__" for n in walk(statement.test))
            for statement in obj.source.tree.body
        )

    def _inside_others(self, obj: Obj, frame: Frame) -> bool:
        """Tell whether a function inside of this one has a name of it, or something else still has it."""
        function = frame.function
        names = {name for (i, name), values in self.interp.store.items().items() if i == frame.ident and obj in values}
        if function is None:
            return True
        for inner in walk(function.node):
            if inner is function.node or not isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                continue
            if any(isinstance(n, ast.Name) and n.id in names for n in walk(inner)):
                return True
        return False

    def before_call_plain(self, name: str, arguments: Arguments) -> None:
        for node, values in arguments.args:
            for obj in self.processes(values):
                self.interp.move(obj, add="escaped" if name in ("map", "filter") else "asked")
            if name in _CONSUMERS and isinstance(node, ast.Name):
                self._consumed(values)

    # -- what start() and join() return ---------------------------------------------------------------------------

    def _nothing(self, name: str, node: ast.AST) -> Values:
        """Return None, marked with where it is from."""
        place = self.interp.place(node)
        word = f"what {name} returns at {id(node)}"
        self._nothings[word] = (name, place)
        return (Const(None, word),)

    def _used(self, values: Sequence[Value], only: str = "") -> None:
        """Note None that is used as if it were something, where it is nothing else."""
        found = []
        for value in values:
            one = self._nothings.get(value.type) if isinstance(value, Const) and is_none(value) else None
            if one is None or (only and one[0] != only) or self.interp.unsure:
                return
            found.append(one)
        for name, place in found:
            if not any(r.expects or (r.narrow and r.handles) for r in self.interp.regions):
                self.interp.emit(Life(place, problem=name, words=f"{name}()"))

    def _consumed(self, values: Values) -> None:
        """Note the None of a join where a value is meant."""
        self._used(values, "join")
        value = values[0] if len(values) == 1 else None
        if isinstance(value, Obj) and value.kind in ("list", "tuple"):
            self._used(self.interp.containers.elements((value,)), "join")

    def before_attribute(self, value: Value, name: str, node: ast.AST) -> None:
        self._owners.append(value)

    def around_attribute_expression(self, proceed: Callable[..., Values], node: ast.Attribute) -> Values:
        outer, self._owners = self._owners, []
        try:
            values = proceed(node)
            owners = self._owners
        finally:
            self._owners = outer
        if len(owners) > 1:
            self._pick(tuple(owners))
        elif owners:
            self._used(owners)
        return values

    def before_binop(self, node: ast.BinOp) -> None:
        for side in (node.left, node.right):
            if isinstance(side, ast.Name):
                self._used(self.interp.expressions.eval(side), "join")

    def before_compare(self, node: ast.Compare) -> None:
        sides = [node.left, *node.comparators]
        if not any(isinstance(op, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)) for op in node.ops):
            for side in sides:
                if isinstance(side, ast.Name):
                    self._used(self.interp.expressions.eval(side), "join")

    def before_parts_of_string(self, node: ast.JoinedStr) -> None:
        for part in node.values:
            if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name):
                self._used(self.interp.expressions.eval(part.value), "join")


def _is_library_method(value: Value) -> bool:
    if not isinstance(value, Method) or value.function is not None or not isinstance(value.receiver, Obj):
        return False
    kind = value.receiver.kind
    return api.KIN.get(kind, kind) in _OURS and api.method_row(kind, value.name) is not None


_OURS = frozenset({"Process", "Pool", "ProcessPoolExecutor", "Manager", "SharedMemory", "Queue", "Connection"})
