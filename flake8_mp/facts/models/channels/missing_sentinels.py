"""Workers that read until a sentinel comes which nothing puts, and who waits for them."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall, is_given
from flake8_mp.facts.events import Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library.channels import QUEUES
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.questions.channels import OPEN, RELAYED, Part, constant_word
from flake8_mp.facts.tree import is_endless, leaving, walk
from flake8_mp.facts.values import (
    Frame,
    Method,
    Obj,
    Received,
    Sized,
    Typed,
    Unknown,
    Value,
    Values,
    const,
    function_of,
    is_none,
)

_STOPS_AT_NONE = constant_word(const(None))
_ENDING = frozenset({"terminate", "kill", "close", "pid", "ident", "sentinel", "_popen"})
"""Attributes of a process by which it can be ended."""
_ANOTHER_END = ("atexit", "active_children", "_exit", "kill", "psutil", "abort")
"""Words of code that may end processes, or the program without waiting for them, in a way that is not followed."""
_DATA = (ast.JoinedStr, ast.BinOp, ast.Tuple, ast.List, ast.Set, ast.Dict, ast.ListComp, ast.SetComp, ast.DictComp)
"""What is written like this is not None, whatever is in it."""


class MissingSentinels(Model):
    """Looks for processes that are waited for and that nothing ends: they read from a queue in an endless loop.

    ``Lib/multiprocessing/queues.py``: ``get()`` without a limit waits for the next item. It raises no exception when
    others have closed the queue, or have ended.

    Owns: loops that only an exception of ``get()`` ends.
    """

    _listens_for = ("Queue",)

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._in_vain: dict[Obj, dict[Obj, ast.While]] = {}
        """By the process and the queue, the loop that ends when ``get()`` raises what it does not raise."""
        self._compares: set[tuple[Obj, Obj]] = set()
        """The processes and the queues whose items, and not parts of these, they compare with None."""
        self._asked: Counter[Obj] = Counter()
        """How often a method of a queue that puts was asked for and not called: other code has got it."""
        self._never_ends: set[Obj] = set()
        """The processes that no path leads out of, as far as their code is followed."""
        self._started: dict[Obj, Place] = {}
        """The processes that the program has started itself, and where."""
        self._asked_for: set[ast.AST] = set()
        """What makes processes that are asked for what can end them: perhaps other code does."""

    # -- what may be a sentinel -----------------------------------------------------------------------------------

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if attribute in ("put", "put_nowait") and obj.kind in QUEUES:
            self._asked[obj] += 1
        if attribute in _ENDING and obj.kind == "Process":
            self._asked_for.add(obj.node)

    def after_put(self, obj: Obj, values: Values, item: ast.AST, arguments: Arguments, bound: Bound, name: str) -> None:
        self._asked[obj] -= 1
        if isinstance(item, _DATA) or not any(map(_may_be_none, values)):
            return
        self.ask.count_up(obj, OPEN, 0, None)

    def before_effect_signal(self, call: LibraryCall) -> None:
        self._is_given(call.arguments)

    def before_effect_atexit(self, call: LibraryCall) -> None:
        self._is_given(call.arguments)

    def _is_given(self, arguments: Arguments) -> None:
        """Note that functions are given away that are called at another time, and what they can put something into."""
        for value in (value for values in arguments.all() for value in values):
            function = function_of(value)
            if function is not None:
                receiver = value.receiver if isinstance(value, Method) else None
                for channel in self.ask.channels_behind(function, receiver):
                    self.ask.count_up(channel, OPEN, 0, None)

    # -- loops and who waits for their ends -----------------------------------------------------------------------

    def before_comparison(self, node: ast.Compare, left: Values, operator: ast.AST, right: Values) -> None:
        process, value = self.interp.world.process, left[0] if len(left) == 1 else None
        if process is None or not isinstance(value, Received) or value.channel is None or not all(map(is_none, right)):
            return
        loop = self.ask.loop_around(node)
        if loop is not None and _is_item(node.left, loop):
            self._compares.add((process, value.channel))

    def refine_call_plain(self, values: Values, name: str, arguments: Arguments) -> Values:
        process = self.interp.world.process
        if name == "iter" and process is not None:
            channels = {value.channel for value in values if isinstance(value, Received)}
            self._compares |= {(process, channel) for channel in channels if channel is not None}
        return values

    def after_taken(self, obj: Obj, arguments: Arguments, waits: bool) -> None:
        process, loop = self.interp.world.process, self.ask.loop_around(arguments.node)
        if process is None or not waits or obj.kind not in QUEUES or not isinstance(loop, ast.While):
            return
        if is_endless(loop):
            leaves, in_vain = list(leaving(loop)), set(_in_handlers(loop, arguments.node))
            if leaves and all(leave in in_vain for leave in leaves):
                self._in_vain.setdefault(process, {})[obj] = loop

    def after_waits(self, process: Obj, arguments: Arguments, bound: Bound) -> None:
        limited = is_given(bound, "timeout")
        if limited or self.interp.again or not self.interp.must(process, "started"):
            return
        if self.interp.can(process, "ended", "escaped") or self._is_expected(arguments.node):
            return
        for channel, part in (self.ask.parts_of(process) or {}).items():
            if channel.kind in QUEUES and channel not in self.interp.many:
                problem = self._why_it_goes_on(process, channel, part)
                if problem:
                    made = Place(process.source, process.node)
                    self.ask.report_use(problem, arguments.node, self.ask.words(channel), cause=made)
                    return

    def on_child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        if self.interp.world.process is not None and not region.paths:
            self._never_ends.add(self.interp.world.process)

    def before_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        if self.interp.world.kind == "main" and self.interp.frame.source is self.interp.source:
            self._started.setdefault(obj, self.interp.place(node))

    def before_ended(self, frame: Frame, region: Region, result: Values) -> None:
        """Look at what is left when the program has come to its end: it joins all that is no daemon."""
        if frame.parent is not None or self.interp.world.kind != "main" or not region.ends.get("normal"):
            return
        if not any(word in self.interp.source.code for word in _ANOTHER_END):
            for process, place in self._started.items():
                if self.interp.must(process, "started") and process.node not in self._asked_for:
                    if not self.interp.can(process, "joined", "ended", "escaped"):
                        if not self._may_be_daemon(process):
                            self._waited_for_at_the_end(process, place)

    def _may_be_daemon(self, process: Obj) -> bool:
        """Return whether a process is daemonic, or may be for all that is known."""
        if self.interp.store.get((process.ident, "daemon")) is not None or not isinstance(process.node, ast.Call):
            return True
        classes = self.interp.objects.lineage(process.cls) if process.cls is not None else ([], [], True)
        if not classes[2] or any(keyword.arg in ("daemon", None) for keyword in process.node.keywords):
            return True
        return any("daemon" in ast.dump(cls.node) for cls in classes[0])

    def _waited_for_at_the_end(self, process: Obj, place: Place) -> None:
        for channel, part in (self.ask.parts_of(process) or {}).items():
            if channel.kind in QUEUES and channel not in self.interp.many:
                others = self.ask.others(channel, besides=process)
                if others is not None and not any(other.gives for other in others):
                    if self._why_it_goes_on(process, channel, part) in ("no stop", "endless"):
                        self.ask.report_use("never ends", place, self.ask.words(channel))
                        return

    def _is_expected(self, node: ast.AST) -> bool:
        """Return whether a wait may be there to be interrupted, or is one that the workers may have been, too."""
        if self.ask.expected("KeyboardInterrupt"):
            return True
        return any(isinstance(over, ast.ExceptHandler) for over in self.interp.syntax.nodes_around(node))

    def _why_it_goes_on(self, process: Obj, channel: Obj, part: Part) -> str:
        """Return why a process does not end that reads from a queue, nothing where it may."""
        others = self.ask.others(channel, besides=process)
        if others is None or not part.takes or part.unknown or part.limited or self._asked[channel]:
            return ""
        if any(other.gives and not other.lasts for other in others):
            return ""  # a thread, of which it is not counted what it puts
        if channel in self._in_vain.get(process, ()):
            return "no exception"
        if part.endless and process in self._never_ends:
            # Where nobody in sight puts anything, the items are from elsewhere, or there are none as yet.
            others_give = part.gives or any(other.gives for other in others)
            return "" if others_give or self.ask.counted(channel, "put")[1] == 0 else "endless"
        # How much is put that may be None is counted: other sentinels may be equal to anything that is no constant.
        if part.stops != _STOPS_AT_NONE or (process, channel) not in self._compares:
            return ""
        words = (part.stops, RELAYED, OPEN)
        if any(each.lasts.get(word, (0, 0)) != (0, 0) for each in (part, *others) for word in words):
            return ""
        return "no stop" if all(self.ask.counted(channel, word) == (0, 0) for word in words) else ""


def _may_be_none(value: Value) -> bool:
    """Return whether a value that is no constant may be None for all that is known."""
    return isinstance(value, Unknown) and not isinstance(value, (Sized, Typed))


def _is_item(compared: ast.expr, loop: ast.AST) -> bool:
    """Return whether an expression is what the loop gets, and not a part of that."""
    if isinstance(compared, (ast.NamedExpr, ast.Call)):
        return True
    if not isinstance(compared, ast.Name):
        return False
    for node in walk(loop):
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Call):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == compared.id for target in targets):
                return True
    return False


def _in_handlers(loop: ast.While, get: ast.AST) -> Iterator[ast.AST]:
    """Yield what ends a loop in the handlers of a ``try`` that does nothing but take the next item."""
    for node in (inner for statement in loop.body for inner in walk(statement)):
        if isinstance(node, ast.Try) and len(node.body) == 1 and getattr(node.body[0], "value", None) is get:
            for handler in node.handlers:
                yield from leaving(handler)
