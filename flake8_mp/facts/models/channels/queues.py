"""Queues: what must be in balance, what ends their readers, and when they are gone."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall
from flake8_mp.facts.events import Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library.channels import CHANNELS
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.states import own
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Const, Function, Obj, Received, Values


class Queues(Model):
    """Follows queues that are closed, joined and counted.

    Owns: calls of ``get``, ``close``, ``task_done`` and ``join``.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._missing: set[tuple[Obj, str]] = set()
        """The queues and the methods that were asked of them and that they do not have."""

    def effect_get(self, call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        if obj.kind in CHANNELS:
            waits = not self.ask.given_time(call.bound) and not call.name.endswith("_nowait")
            self.ask.taken(obj, call.arguments, waits)
        return (Received(False, obj),)

    def taken(self, obj: Obj, arguments: Arguments, waits: bool) -> None:
        """Called for something that is taken from a channel."""
        self._after_close(obj, arguments.node)
        self.ask.part(obj).unseen -= 1
        if obj.kind == "JoinableQueue":
            if not self.interp.again:
                # Another round shows whether what was taken is done by then.
                self.interp.done_once += 1
            self.ask.count_up(obj, "owed", 1, 1)

    def after_put(
        self,
        obj: Obj,
        values: Values,
        item: ast.AST,
        arguments: Arguments,
        bound: Bound,
        name: str,
    ) -> None:
        self._after_close(obj, arguments.node)

    # -- closed ---------------------------------------------------------------------------------------------------

    def _after_close(self, obj: Obj, node: ast.AST) -> None:
        """Note the use of a queue that this process has closed: it raises ValueError (``queues.py``)."""
        if (
            self.interp.must(obj, own("closed", self.ask.me()))
            and not self._renewed(obj)
            and not self.ask.expected("ValueError", "OSError")
        ):
            self.ask.report_use("closed end" if obj.kind == "Connection" else "closed", node, self.ask.words(obj))

    def _renewed(self, obj: Obj) -> bool:
        """Return whether a second round of a loop meets another object, which is the same to this machine.

        After the loop that makes it, too, it is any of those that were made there.
        """
        made, running = self.ask.loops_around(obj), self.ask.running_loops()
        return bool(self.interp.again) or obj in self.interp.many or made != running[: len(made)]

    def effect_close_channel(self, call: LibraryCall) -> None:
        obj = call.obj
        assert obj is not None
        self.interp.move(obj, add=own("closed", self.ask.me()))
        self.interp.move(obj, add="closed")

    def effect_join_thread(self, call: LibraryCall) -> None:
        obj = call.obj
        assert obj is not None
        word = own("closed", self.ask.me())
        if not self.interp.can(obj, word) and self._mine(obj) and not self.ask.expected("AssertionError"):
            self.ask.report_use("join_thread", call.node, self.ask.words(obj))
        self.interp.move(obj, add="joined")

    def _mine(self, obj: Obj) -> bool:
        """Return whether nothing else closes a queue for this process."""
        if self.interp.world.kind == "child":
            return not self.interp.can(obj, "escaped")
        return self.ask.private(obj) or (self.interp.world.kind == "main" and not self.interp.can(obj, "escaped"))

    def effect_cancel_join_thread(self, call: LibraryCall) -> None:
        assert call.obj is not None
        self.interp.move(call.obj, add="cancelled")

    # -- task_done and join ---------------------------------------------------------------------------------------

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if attribute not in ("task_done", "join") or obj.kind not in ("Queue", "SimpleQueue") or obj.cls is not None:
            return
        if self.interp.store.get((obj.ident, attribute)) is not None or self._asks_first(node):
            return
        if (obj, attribute) in self._missing or self.interp.unsure:
            return
        if not self.ask.expected("AttributeError") and self._all_plain(node):
            self._missing.add((obj, attribute))
            self.ask.report_use("no task_done", node, f"{attribute}\n{obj.kind}", cause=Place(obj.source, obj.node))

    def _all_plain(self, node: ast.AST) -> bool:
        """Return whether each alternative of what an attribute is asked of is a plain queue."""
        owner = node.value if isinstance(node, ast.Attribute) else None
        if isinstance(owner, ast.Name):
            frame = self.interp.frame
            values = self.interp.store.get((frame.ident, owner.id)) or ()
        elif isinstance(owner, ast.Attribute) and isinstance(owner.value, ast.Name):
            values = self.interp.expressions.eval(owner)
        else:
            return False
        return all(isinstance(v, Obj) and v.kind in ("Queue", "SimpleQueue") for v in values)

    def _asks_first(self, node: ast.AST) -> bool:
        """Return whether a test around a piece of code asks what kind of thing something is."""
        return any(
            isinstance(over, (ast.If, ast.IfExp, ast.BoolOp, ast.Match))
            and any(
                isinstance(inner, ast.Call) and getattr(inner.func, "id", "") in ("hasattr", "isinstance", "type")
                for inner in walk(getattr(over, "test", over))
            )
            for over in self.interp.syntax.nodes_around(node)
        )

    def effect_task_done(self, call: LibraryCall) -> None:
        obj = call.obj
        assert obj is not None
        owed = self.ask.counts(obj, "owed")
        numbers = [v.value[0] for v in owed if isinstance(v, Const) and isinstance(v.value, tuple)]
        if (
            numbers
            and len(numbers) == len(owed)
            and max(numbers) <= 0
            and not self.interp.again
            and not self.interp.loops
        ):
            part = self.ask.part(obj)
            is_known = not part.unseen and not part.unknown and not any(map(_takes_to_test, self.interp.active))
            if is_known and not self.ask.expected("ValueError"):
                self.ask.report_use("done twice", call.node, "task_done")
        self.ask.count_up(obj, "owed", -1, -1)

    def effect_join_queue(self, call: LibraryCall) -> None:
        obj = call.obj
        assert obj is not None
        others = self.ask.others(obj) if self.interp.world.kind in ("main", "library") else None
        if others is None or self.interp.again or not self.ask.counted(obj, "put")[0]:
            return
        if not self.interp.can(obj, "done") and not any(part.done for part in others):
            self.ask.report_use("never done", call.node, "join")
        if self.interp.can(obj, "done") or any(part.done and not part.takes for part in others):
            # What one process cannot do is perhaps left to another one, which says that it is done.
            return
        for part in others:
            if part.skips is not None and not part.unknown:
                self.ask.report_use("skipped", part.skips, "continue", because=self.interp.place(call.node))
            if part.raises is not None and not part.unknown:
                self.ask.report_use("raises", part.raises, "get", because=self.interp.place(call.node))

    # -- state ----------------------------------------------------------------------------------------------------


def _takes_to_test(function: Function) -> bool:
    """Return whether a function has a loop that may take something to find out whether it goes on."""
    loops = [node for node in walk(function.node) if isinstance(node, ast.While)]
    return any(isinstance(inner, ast.Call) for loop in loops for inner in walk(loop.test))
