"""Who is whose parent: under forkserver, workers are children of the server and not of the program.

``Lib/multiprocessing/forkserver.py``: the server forks, and reports by a pipe how its child has ended. So
the program has no child by that number, no SIGCHLD announces that the worker has ended, and what ``os.getppid`` gives
in the worker is the number of the server.
"""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.events import Circumstance, Place
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.tree import is_endless, last_name, leaving, walk
from flake8_mp.facts.values import (
    Context,
    Obj,
    ProcessNumber,
    Reference,
    Unknown,
    Value,
    Values,
    constant_of,
    function_of,
)
from flake8_mp.rule import NOT_FORK

_SERVER = frozenset({"forkserver"})
_NOTIFIERS = frozenset({"set", "put", "put_nowait", "send", "send_bytes", "notify", "notify_all", "release"})
"""Methods by which a handler notifies other code that it was called."""
_NO_SUCH_CHILD = frozenset({"ChildProcessError", "OSError", "EnvironmentError"})
_OTHER_CHILDREN = ("subprocess", "Popen", "fork(", "os.spawn", "posix_spawn", "import pty", "pexpect")
"""What a file names that starts children of another kind."""


class Parentage(Model):
    """Follows numbers of processes, and handlers of SIGCHLD, to where forkserver makes them mean something else.

    Owns: process ids.
    Emits: :class:`Circumstance`.
    """

    # -- numbers --------------------------------------------------------------------------------------------------

    def refine_call_reference(self, result: Values, callee: Reference, arguments: Arguments) -> Values:
        world = self.interp.world
        if callee.name == "os.getppid" and world.kind == "child":
            return (ProcessNumber(world=world.number),)
        if callee.name == "os.getpid" and world.kind in ("main", "library"):
            # At module level each import asks for another one.
            if self.interp.frame.parent is not None or world.tests:
                stable = all(isinstance(v, Unknown) and v.stable for v in result)
                return (ProcessNumber(stable, own=True),)
        return result

    def answer_special_attribute(self, obj: Obj, name: str, node: ast.AST) -> Values | None:
        if obj.kind == "Process" and name in ("pid", "ident"):
            return (ProcessNumber(process=obj),)
        return None

    def before_effect_waits_for_any(self, call: LibraryCall) -> None:
        number = self._number(call.bound["pid"][1]) if "pid" in call.bound else None
        process = number.process if number is not None else None
        if process is None and self._waits_for_all(call):
            started = [each for each in self.interp.objects_of_kind("Process") if self.interp.has_been(each, "started")]
            contexts = {each.context for each in started}
            methods = frozenset().union(*(self.ask.breaking(NOT_FORK, context) for context in contexts))
            if methods:
                self.interp.emit(Circumstance(self.interp.place(call.node), methods, problem="parent: all"))
        if process is None or self.interp.world.kind == "child" or self.interp.ready_for(_NO_SUCH_CHILD):
            return
        self._report("waits", call.node, process.context, words=self._words(call.arguments))

    def _waits_for_all(self, call: LibraryCall) -> bool:
        """Return whether children are waited for until there is none, which is not the case before the program ends.

        The resource tracker and the fork server are children as well (``Lib/multiprocessing/resource_tracker.py``,
        ``forkserver.py``), and wait for the end of the program.
        """
        options = call.bound.get("options")
        if self.interp.world.kind == "child" or not self.interp.ready_for(_NO_SUCH_CHILD):
            return False
        if "pid" in call.bound and constant_of(call.bound["pid"][1]) != -1:
            return False
        if call.arguments.more or (options is not None and constant_of(options[1]) != 0):
            return False
        loops = [loop for loop in self.ask.running_loops() if isinstance(loop, ast.While)]
        return any(is_endless(loop) and _is_left_by(loop, _NO_SUCH_CHILD) for loop in loops)

    def before_comparison(self, node: ast.Compare, left: Values, operator: ast.AST, right: Values) -> None:
        numbers = [self._number(left), self._number(right)]
        parents = [n for n in numbers if n is not None and n.process is None and not n.own]
        others = [n for n in numbers if n is not None and n.own]
        if len(parents) == len(others) == 1 and self.interp.world.kind == "child":
            self._report("asks", node, None)

    def before_effect_kill(self, call: LibraryCall) -> None:
        number = self._number(call.arguments.args[0][1]) if len(call.arguments.args) == 2 else None
        if number is not None and number.process is None and not number.own and self.interp.world.kind == "child":
            if constant_of(call.arguments.args[1][1]) != 0:
                self._report("signals", call.node, None)

    def _number(self, values: Values) -> ProcessNumber | None:
        value: Value | None = values[0] if len(values) == 1 else None
        return value if isinstance(value, ProcessNumber) else None

    def _words(self, arguments: Arguments) -> str:
        node = arguments.args[0][0] if arguments.args else arguments.node
        return self.interp.frame.source.segment(node, 22)

    # -- signals --------------------------------------------------------------------------------------------------

    def _only_notifies(self, handler: Values) -> bool:
        """Return whether a handler only notifies the program that it was called."""
        value = handler[0] if len(handler) == 1 else None
        function = function_of(value)
        if function is None or isinstance(function.node, ast.Lambda):
            return False
        if any(word in function.source.code for word in _OTHER_CHILDREN):
            return False
        nodes = walk(*function.node.body)
        sets = any(
            isinstance(n, (ast.Attribute, ast.Subscript)) and not isinstance(n.ctx, ast.Load) for n in nodes
        ) or any(isinstance(n, (ast.Global, ast.Nonlocal)) for n in nodes)
        return sets or any(isinstance(n, ast.Call) and _is_notification(n.func) for n in nodes)

    def before_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        found = self.ask.handler_of("SIGCHLD") if self.interp.world.kind in ("main", "library") else None
        if found is not None and self._only_notifies(found[1]):
            if not any(word in self.interp.source.code for word in _OTHER_CHILDREN):
                self._report("sigchld", node, obj.context, at=found[0])

    # -- reports ----------------------------------------------------------------------------------------------------

    def _report(
        self, problem: str, node: ast.AST, context: Context | None, words: str = "", at: Place | None = None
    ) -> None:
        methods = self.ask.breaking(_SERVER, context) if context is not None else self.interp.world.possible(_SERVER)
        if not methods:
            return
        here, handed = at or self.interp.place(node), self.interp.world.handed_here
        cause = self.interp.place(node) if at is not None else handed
        self.interp.emit(Circumstance(here, methods, problem=f"parent: {problem}", words=words, cause=cause))


def _is_left_by(loop: ast.While, errors: frozenset[str]) -> bool:
    """Return whether a loop is left only where one of these exceptions is handled, in it or around it."""
    handled = {
        inner
        for node in walk(loop)
        if isinstance(node, ast.ExceptHandler) and node.type is not None and last_name(node.type) in errors
        for inner in walk(*node.body)
    }
    return all(node in handled for node in leaving(loop))


def _is_notification(function: ast.expr) -> bool:
    """Return whether a call notifies other code: ``event.set``, ``os.write``."""
    if not isinstance(function, ast.Attribute):
        return False
    return function.attr in _NOTIFIERS or (function.attr == "write" and getattr(function.value, "id", "") == "os")
