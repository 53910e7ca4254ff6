"""How processes end: killed with their parent, in the middle of their work, or unheard."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable

from flake8_mp.facts.arguments import Arguments, LibraryCall, is_given
from flake8_mp.facts.events import Life, Place, Start
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library.locks import MUTEXES
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.models.subjects import PROCESSES
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import (
    NOTHING,
    Context,
    Frame,
    Method,
    Obj,
    Value,
    Values,
    constant_of,
    function_of,
)
from flake8_mp.rule import ALL_METHODS

_REPORTS = frozenset({"put", "put_nowait", "send", "set", "task_done"})
"""Methods that only send something to other processes: what ends the worker does not need it."""


class Exits(Model):
    """Follows how processes end: with their parent, in the middle of their work, or unnoticed.

    Owns: daemons.
    Emits: :class:`Life`, :class:`Start`.
    """

    _since = Slot[int]("by the process, how many pauses there were when it was started")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._daemons: dict[Obj, Place] = {}
        """The daemons that the program starts, and where."""
        self._cleans: dict[int, set[int]] = {}
        """The processes whose worker cleans up behind itself, and what they were given."""
        self._asked: set[int] = set()
        """The shared numbers that the program reads, perhaps to find out which workers are done."""
        self._fails: set[int] = set()
        """The processes whose worker fails, on every path."""
        self._joined: dict[Obj, Place] = {}
        """The processes that are joined, and where."""
        self._exit_read: set[Obj] = set()
        """The processes that are asked how they ended."""
        self._released: dict[int, set[str]] = {}
        """By the process, the kinds of what its worker releases."""
        self._asks_for_name = False
        """Whether an import asks if it is that of the main process by the process's name."""

    # -- daemons ----------------------------------------------------------------------------------------------------

    def before_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        if self.interp.world.kind not in ("main", "library"):
            return
        self._since.set(self.ask.pauses(), obj.ident)
        if self.interp.world.kind == "main" and self._dies_with_parent(obj):
            self._daemons[obj] = self.interp.place(node)

    def _dies_with_parent(self, obj: Obj) -> bool:
        set_later = constant_of(self.interp.store.get((obj.ident, "daemon")) or ())
        keywords = obj.node.keywords if isinstance(obj.node, ast.Call) and obj.cls is None else []
        given = [k.value.value for k in keywords if k.arg == "daemon" and isinstance(k.value, ast.Constant)]
        return set_later is True or (set_later is None and given == [True])

    @only_with(*PROCESSES)
    def before_call(self, callee: Value, arguments: Arguments) -> None:
        process = self.interp.world.process if self.interp.world.kind == "child" else None
        if process is not None and isinstance(callee, Method) and callee.name == "release":
            if isinstance(callee.receiver, Obj):
                self._released.setdefault(process.ident, set()).add(callee.receiver.kind)

    def _has_just_begun(self, obj: Obj) -> bool:
        """Return whether nothing has happened since a process was started in which it can have got anywhere."""
        return self._since.get(obj.ident) == self.ask.pauses()

    @only_with(*PROCESSES)
    def before_ended(self, frame: Frame, region: Region, result: Values) -> None:
        for obj, place in self._daemons.items() if frame.parent is None and self.interp.world.kind == "main" else ():
            hurried = self._has_just_begun(obj)
            done = self.interp.can(obj, "joined") or self.interp.can(obj, "escaped") or self.interp.can(obj, "ended")
            if hurried and self.interp.must(obj, "started") and not done:
                self.ask.circumstance("daemon", place.node, ALL_METHODS, at=place)
        # Code that is passed a process may ask for its exit code.
        if self._fails:
            self._exit_read.update(obj for obj in self.interp.objects.reachable(result) if obj.kind == "Process")

    # -- the name of the main process as a guard ----------------------------------------------------------------------

    @only_with("current_process")
    def answer_special_attribute(self, obj: Obj, name: str, node: ast.AST) -> Values | None:
        if obj.kind == "CurrentProcess" and name == "name":
            return (self.interp.make("name of a process", node),)
        return None

    @only_with("current_process")
    def around_compared(self, proceed: Callable[..., Values], left: Values, operator: ast.AST, right: Values) -> Values:
        named = any(isinstance(v, Obj) and v.kind == "name of a process" for v in left)
        if named and constant_of(right) == "MainProcess" and self.interp.world.kind == "import":
            # Lib/multiprocessing/forkserver.py: the server, which imports the program since 3.14, bears that name.
            self._asks_for_name = isinstance(operator, ast.Eq)
            return NOTHING
        return NOTHING if named else proceed(left, operator, right)

    def before_started(self, what: str, node: ast.AST, context: Context) -> None:
        world = self.interp.world
        methods = self.ask.breaking(frozenset({"forkserver"}), context)
        if (
            self._asks_for_name
            and world.kind == "import"
            and world.uncertain == 1
            and len(world.tests) == 1
            and methods
        ):
            test = world.tests[0]
            if "MainProcess" in ast.unparse(test.node) and self.interp.frame.source is self.interp.source:
                self.interp.emit(Start(self.interp.place(node), methods, what, (), test))

    # -- cleanup ----------------------------------------------------------------------------------------------------

    def on_child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        process = self.interp.world.process
        if process is None:
            return
        fails = region.ends.get("raise") and not region.ends.get("normal") and not region.ends.get("return")
        arguments = [values for _, values in self.ask.process_arguments(process, node).args]
        if fails and not any(isinstance(constant_of(values), bool) for values in arguments):
            # A switch among the arguments may be there to make it fail.
            self._fails.add(process.ident)
        for value in self.interp.given.values(process, "target"):
            function = function_of(value)
            # A lock that is still held matters to those who use it then: that is another question.
            releases = self._released.get(process.ident, set()) <= MUTEXES
            if function is not None and _cleans_up(function.node, releases):
                self._cleans[process.ident] = {one.ident for one in self.interp.worker.arguments}

    def before_effect_atexit(self, call: LibraryCall) -> None:
        if self.interp.world.kind == "child" and self.interp.world.process is not None:
            self._cleans[self.interp.world.process.ident] = {one.ident for one in self.interp.worker.arguments}

    def before_effect_end(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj is not None and obj.kind == "Process" and call.name.rpartition(".")[2] in ("terminate", "kill"):
            asked = (
                self.interp.can(obj, "joined") or self.interp.can(obj, "escaped") or self.interp.world.kind == "child"
            )
            waited_for = not self._asked.isdisjoint(self._cleans.get(obj.ident, ()))
            if _gives_up(self.interp.syntax.nodes_around(call.node)):
                return
            if self.ask.installs_handler(obj, "SIGTERM") and not call.name.endswith("kill"):
                return
            if obj.ident in self._cleans and not asked and not waited_for and self.interp.must(obj, "started"):
                self.ask.circumstance("cleanup", call.node, ALL_METHODS, words=call.name.rpartition(".")[2])

    # -- failures ---------------------------------------------------------------------------------------------------

    @only_with(*PROCESSES)
    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if attribute == "value" and self.interp.world.kind != "child":
            self._asked.add(obj.ident)
        if obj.kind == "Process" and attribute in ("exitcode", "is_alive", "sentinel", "_popen"):
            self._exit_read.update(one for one in self.interp.made_objects.values() if one.node is obj.node)
            if attribute == "exitcode" and self._has_just_begun(obj):
                self._asked_too_early(obj, node)

    def _asked_too_early(self, obj: Obj, node: ast.AST) -> None:
        """Note an exit code that is compared with a number right after the start: it is None as yet."""
        around = self.interp.syntax.nodes_around(node)
        outer = self.interp.syntax.node_around(node)
        if not isinstance(outer, ast.Compare) or any(isinstance(each, ast.While) for each in around):
            return
        number = isinstance(outer.ops[0], (ast.Eq, ast.NotEq)) and outer.left is node
        number = number and type(getattr(outer.comparators[0], "value", None)) is int
        done = any(self.interp.can(obj, word) for word in ("joined", "ended", "escaped"))
        if number and not self.interp.unsure and self.interp.must(obj, "started") and not done:
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


def _gives_up(around: Iterable[ast.AST]) -> bool:
    """Return whether a piece of code runs while an exception is passed on: the work has failed by then."""
    last = next((over.body[-1] for over in around if isinstance(over, ast.ExceptHandler)), None)
    return isinstance(last, ast.Raise) and last.exc is None


def _cleans_up(node: ast.AST, releases: bool) -> bool:
    """Return whether a worker has something to do when it ends.

    ``releases``: as far as that is known, all that it releases are locks, which does not count.
    """
    found = False
    given = {part.arg for part in walk(getattr(node, "args", node)) if isinstance(part, ast.arg)}
    for inner in walk(node):
        if isinstance(inner, ast.Try) and inner.finalbody:
            found = found or not all(
                _calls(each, _REPORTS) or _closes(each, given) or (releases and _calls(each, {"release"}))
                for each in inner.finalbody
            )
        name = getattr(inner, "attr", "") if isinstance(inner, ast.Attribute) else ""
        found = found or (name == "register" and isinstance(inner, ast.Attribute) and _is_atexit(inner))
    return found


def _calls(statement: ast.stmt, names: Collection[str]) -> bool:
    """Return whether a statement is nothing but a call of a method with one of these names."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and getattr(call.func, "attr", "") in names


def _closes(statement: ast.stmt, given: set[str]) -> bool:
    """Return whether a statement only closes what the worker was given, which its end does as well."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    closed = call.func if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else None
    return closed is not None and closed.attr == "close" and getattr(closed.value, "id", "") in given


def _is_atexit(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "atexit"
