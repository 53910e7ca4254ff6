"""The state of a queue: who asks for it while items are still on their way, or while others take them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall
from flake8_mp.facts.events import Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library.channels import FEEDING, QUEUES
from flake8_mp.facts.library.locks import LIMITS, MUTEXES
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.models.subjects import CHANNELS
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.states import own
from flake8_mp.facts.tree import COMPREHENSIONS, is_endless, last_name, leaving, walk
from flake8_mp.facts.values import Const, Function, Method, Obj, Value, Values
from flake8_mp.rule import FORK

_SOON = 2
"""So many calls later, the thread that writes what was put has hardly begun."""
_LOCKS = MUTEXES | LIMITS | {"Condition"}
_EMPTY, _FILLED = "empty", "filled"
_OTHER = {_EMPTY: _FILLED, _FILLED: _EMPTY}


@dataclass(frozen=True)
class _Early:
    """A loop that ends as soon as a queue looks empty."""

    place: Place
    because: Place | None
    words: str
    """The method that was asked; empty where the loop awaits the exception."""
    loop: ast.AST


class QueueStates(Model):
    """Looks for loops that end because a queue looks empty, when its items are still to come.

    Owns: the states of queues that are asked for, what was put a moment ago.
    """

    _listens_for = CHANNELS

    _when = Slot[int]("by the queue and the process, how many calls there were when it was put into last")
    _filled_at = Slot[int]("by the queue, how many pauses there were when the program put into it last")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._early: dict[tuple[Obj, str], _Early] = {}
        """By the queue and who reads it, the loop that ends too early, unless it is read again after that."""
        self._polled: set[tuple[Obj, str]] = set()
        """The queues that a process reads in the same way again and again."""
        self._unfilled: dict[Obj, _Early] = {}
        """By the queue, the loop of a worker that was started before anybody has put something into it."""
        self._unwritten: frozenset[Obj] = frozenset()
        """The queues into which the program has put something just before it starts the process that runs."""
        self._begun = 0
        """How many pauses there were when the process that runs was started."""
        self._comprehensions: tuple[ast.AST, ...] = ()
        """The comprehensions that are being evaluated, innermost last."""

    @only_with("qsize")
    def around_comprehension(
        self, proceed: Callable[..., Values], node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> Values:
        outer, self._comprehensions = self._comprehensions, (*self._comprehensions, node)
        try:
            return proceed(node)
        finally:
            self._comprehensions = outer

    @only_with("empty", "qsize", "Empty")
    def around_run_process(
        self, proceed: Callable[..., None], obj: Obj, node: ast.AST, methods: frozenset[str]
    ) -> None:
        outer, self._begun = self._unwritten, self.ask.pauses()
        if "fork" in methods and not self.interp.again:
            self._unwritten = frozenset(filter(self._is_filled_now, self.ask.given(obj)))
        try:
            proceed(obj, node, methods)
        finally:
            self._unwritten = outer
        for queue, part in (self.ask.parts_of(obj) or {}).items():
            if part.gives and not part.takes:
                self._filled(queue)

    # -- what was put a moment ago --------------------------------------------------------------------------------

    def after_put(self, obj: Obj, values: object, item: ast.AST, arguments: Arguments, bound: Bound, name: str) -> None:
        if obj.kind in FEEDING:
            self.interp.move(obj, add=own("unwritten", self.ask.me()))
            self._when.set(self.interp.call_count, obj.ident, self.ask.me())
        if self.interp.world.kind != "child":
            self._filled(obj)

    @only_with("empty", "qsize", "Empty")
    def on_call(self, callee: Value, arguments: Arguments) -> None:
        if isinstance(callee, Method) and callee.name in ("put", "put_nowait") and self.interp.world.kind != "child":
            if isinstance(callee.receiver, Obj) and callee.receiver.kind in FEEDING:
                self._filled_at.set(self.ask.pauses(), callee.receiver.ident)

    def _is_filled_now(self, queue: Obj) -> bool:
        """Return whether the program has put something into a queue, and has done nothing slow since then."""
        moments = self._filled_at.each(queue.ident)
        return set(moments) == {self.ask.pauses()} and self.interp.must(queue, own("unwritten", self.ask.me()))

    def _just_put(self, queue: Obj) -> bool:
        """Return whether this process has put something into a queue a moment ago."""
        values = self._when.values(queue.ident, self.ask.me())
        if len(values) != 1 or not isinstance(values[0], Const) or not isinstance(values[0].value, int):
            return False
        return (
            self.interp.must(queue, own("unwritten", self.ask.me()))
            and self.interp.call_count - values[0].value <= _SOON
        )

    def _perhaps_just_put(self, queue: Obj) -> bool:
        """Return whether this process has put something into a queue a moment ago, on some path that leads here."""
        moments = self._when.each(queue.ident, self.ask.me())
        return self.interp.has_been(queue, own("unwritten", self.ask.me())) and any(
            self.interp.call_count - moment <= _SOON for moment in moments
        )

    def before_effect_exit(self, call: LibraryCall) -> None:
        if call.name == "_exit" and self.interp.world.kind != "import":
            for queue in list(self.interp.made_objects.values()):
                if queue.kind in FEEDING and self._perhaps_just_put(queue):
                    self.ask.report_use("exit at once", call.node, self.ask.words(queue))

    # -- who asks -------------------------------------------------------------------------------------------------

    def before_effect_get(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj is None or obj.kind not in QUEUES:
            return
        self._read_again(obj, call.node)
        waits = not self.ask.given_time(call.bound) and not call.name.endswith("_nowait")
        if not waits and "timeout" not in call.bound and obj.kind in FEEDING:
            if self._just_put(obj) and not self.ask.expected("Empty"):
                self.ask.report_use("state", call.node, "get_nowait")
            self._ends_when_empty(obj, call.node)

    def _ends_when_empty(self, queue: Obj, node: ast.AST) -> None:
        """Look for a loop that takes a queue that looks empty for its end: that of a worker which was not notified."""
        loop = self.ask.loop_around(node)
        if loop is None or not _ends_at_empty(loop, node):
            return
        if self.interp.world.kind == "child" and self._may_know(queue):
            return
        if self.ask.part(queue).unseen > 1:
            # It has read the queue before, and empties it now.
            return
        generator = self.interp.active[-1] if self.interp.active else None
        if not any(r.node is not loop and not self._goes_over(r.node, generator) for r in self.ask.rounds_here()):
            self._ends_by_state(queue, node, "", loop, _EMPTY)

    def _may_know(self, queue: Obj) -> bool:
        """Return whether a worker has waited for something else that may have notified it of the filled queue."""
        me = self.ask.me()
        if self.ask.is_guarded() or self.ask.gates_passed():
            return True
        return any(
            obj.kind in _LOCKS | {"Barrier"}
            or (obj is not queue and obj.kind in QUEUES and self.interp.can(obj, own("taken", me)))
            for obj in self.interp.worker.arguments
        )

    def _goes_over(self, loop: ast.AST, function: Function | None) -> bool:
        """Return whether a loop is the one over what a generator gives that is running."""
        return (
            isinstance(loop, ast.For)
            and function is not None
            and function.generator is True
            and len(self.interp.active) > 1
            and any(n is loop for n in walk(self.interp.active[-2].node))
        )

    def effect_queue_state(self, call: LibraryCall) -> None:
        obj = call.obj
        assert obj is not None
        node, method = call.node, call.name.rpartition(".")[2]
        if method == "full":
            return
        self._read_again(obj, node)
        inside = [outer for outer in self._comprehensions if any(inner is node for inner in walk(outer))]
        loop = inside[-1] if inside else self.ask.loop_around(node)
        ends = _ends(loop, node) if loop is not None else None
        if loop is None or ends is None:
            if method == "empty" and self._just_put(obj) and not (loop is not None and _polls(loop, node)):
                self.ask.report_use("state", node, method)
        elif not any(round_.node is not loop for round_ in self.ask.rounds_here()):
            self._ends_by_state(obj, node, method, loop, ends)

    def _read_again(self, queue: Obj, node: ast.AST) -> None:
        """Note that a process reads a queue: what an earlier loop has left in it is not lost."""
        me = self.ask.me()
        early = self._early.get((queue, me))
        if early is None:
            return
        if not any(inner is node for inner in walk(early.loop)):
            del self._early[queue, me]
        elif early.place.node is node and not self.interp.again:
            # The same loop begins again.
            del self._early[queue, me]
            self._polled.add((queue, me))

    def _ends_by_state(self, queue: Obj, node: ast.AST, method: str, loop: ast.AST, ends: str) -> None:
        me = self.ask.me()
        if self.interp.again or (queue, me) in self._early or (queue, me) in self._polled:
            return
        worker = self.interp.world.kind == "child"
        if worker and self._is_race(queue, node, loop):
            self.ask.report_use("state of many", node, method)
            return
        if ends == _FILLED:
            # What is still on its way is seen in a later round.
            return
        early = _Early(self.interp.place(node), self.interp.world.handed_here if worker else None, method, loop)
        givers = self._givers(queue)
        if any(self.ask.has_just_begun(process) for process in givers) or self._just_put(queue):
            self._early[queue, me] = early
        elif worker and not givers and not self.interp.can(queue, own("unwritten")):
            self._unfilled[queue] = early
        elif worker and not givers and queue in self._unwritten and self.ask.pauses() == self._begun:
            # Forked, it begins before the thread of its parent has written anything; otherwise it takes its time.
            self.ask.report_use("exception" if not method else "state", node, method, FORK, because=early.because)

    def _givers(self, queue: Obj) -> list[Obj]:
        """Return the other processes that are known to put something into a queue, whoever else has it."""
        found = []
        for user in self.ask.users(queue, all_known=False) or ():
            part = (self.ask.parts_of(user) or {}).get(queue)
            if user.kind == "Process" and user is not self.interp.world.process:
                if part is not None and part.gives and not part.takes:
                    found.append(user)
        return found

    def _is_race(self, queue: Obj, node: ast.AST, loop: ast.AST) -> bool:
        """Return whether several workers of one kind take from a queue, and one may wait for what another has taken."""
        worker = self.interp.worker
        if not worker.several or queue in self.interp.many or queue not in worker.arguments:
            return False
        if any(obj.kind in _LOCKS for obj in worker.arguments):
            return False
        return isinstance(node, ast.Call) and any(_waits_for(inner, node) for inner in walk(loop))

    def _filled(self, queue: Obj) -> None:
        """Note that somebody begins to put something into a queue."""
        early = self._unfilled.pop(queue, None)
        if early is not None:
            self._early[queue, "child"] = early

    def on_finish(self) -> None:
        for early in self._early.values():
            problem = "state" if early.words else "exception"
            self.ask.report_use(problem, early.place, early.words, because=early.because)


def _ends(loop: ast.AST, call: ast.AST) -> str | None:
    """Return in which state of a queue a loop ends, if that state, which a call asks for, is all that decides it.

    A loop that goes on while the queue looks empty concludes nothing from that: it polls.
    """
    if isinstance(loop, ast.While):
        if not is_endless(loop):
            state = _state(loop.test, call)
            return _OTHER[state] if state is not None else None
        leaves = list(leaving(loop))
        found = set()
        for statement in loop.body:
            for node in walk(statement):
                state = _state(node.test, call) if isinstance(node, ast.If) else None
                if isinstance(node, ast.If) and state is not None:
                    found |= {state} if any(leave in node.body for leave in leaves) else set()
                    found |= {_OTHER[state]} if any(leave in node.orelse for leave in leaves) else set()
        return _EMPTY if _EMPTY in found else _FILLED if found else None
    if isinstance(loop, COMPREHENSIONS):
        return _EMPTY if any(_is_range_of(generator.iter, call) for generator in loop.generators) else None
    is_bounded = isinstance(loop, ast.For) and _is_range_of(loop.iter, call) and not any(leaving(loop))
    return _EMPTY if is_bounded else None


def _polls(loop: ast.AST, call: ast.AST) -> bool:
    """Return whether a loop without an end of its own asks for the state of a queue that it only takes from."""
    inside = list(walk(loop)) if isinstance(loop, ast.While) and is_endless(loop) else []
    tests = [node.test for node in inside if isinstance(node, ast.If)]
    return any(_state(test, call) is not None for test in tests) and not any(
        isinstance(node, ast.Call) and last_name(node.func) in ("put", "put_nowait") for node in inside
    )


def _waits_for(node: ast.AST, state: ast.Call) -> bool:
    """Return whether a node waits without a limit for an item of the queue whose state a call asks for."""
    if not isinstance(node, ast.Call) or node.args or node.keywords or not isinstance(node.func, ast.Attribute):
        return False
    same = isinstance(state.func, ast.Attribute) and ast.dump(state.func.value) == ast.dump(node.func.value)
    return node.func.attr == "get" and same


def _ends_at_empty(loop: ast.AST, call: ast.AST) -> bool:
    """Return whether a loop ends at once where a call raises Empty: the handler does nothing else."""
    if not isinstance(loop, ast.While) or not is_endless(loop):
        return False
    leaves = list(leaving(loop))
    return any(
        isinstance(node, ast.Try)
        and any(inner is call for inner in walk(*node.body))
        and any(
            "Empty" in ast.unparse(handler.type) and handler.body[-1] in leaves and not _calls_more(handler)
            for handler in node.handlers
            if handler.type is not None
        )
        for statement in loop.body
        for node in walk(statement)
    )


def _calls_more(handler: ast.ExceptHandler) -> bool:
    """Return whether a handler looks at something, or waits, before it ends the loop."""
    return any(isinstance(node, (ast.If, ast.While, ast.For, ast.Try)) for node in walk(*handler.body))


def _state(test: ast.expr, call: ast.AST) -> str | None:
    """Return the state of a queue in which a test holds that is nothing but that state, which a call asks for.

    ``not q.empty()`` and ``q.qsize() > 0`` hold when it is filled; fewer items than so many are as good as none.
    """
    if isinstance(test, ast.UnaryOp):
        state = _state(test.operand, call)
        return _OTHER.get(state or "") if isinstance(test.op, ast.Not) else state
    asked = call.func.attr if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else ""
    state = _EMPTY if asked == "empty" else _FILLED
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.comparators[0], ast.Constant):
        if test.left is not call:
            return None
        negative = isinstance(test.ops[0], (ast.NotEq, ast.IsNot, ast.NotIn))
        if asked == "empty":
            return state if bool(test.comparators[0].value) is not negative else _OTHER[state]
        return _EMPTY if isinstance(test.ops[0], (ast.Lt, ast.LtE, ast.Eq, ast.Is)) else _FILLED
    return state if test is call else None


def _is_range_of(iterable: ast.AST, call: ast.AST) -> bool:
    """Return whether something is iterated as often as a call says: ``range(q.qsize())``."""
    return (
        isinstance(iterable, ast.Call)
        and isinstance(iterable.func, ast.Name)
        and iterable.func.id == "range"
        and [argument for argument in iterable.args if argument is call] != []
        and len(iterable.args) == 1
    )
