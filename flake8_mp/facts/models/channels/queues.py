"""Queues: what must be in balance, what ends their readers, and when they are gone."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.library.channels import CHANNELS
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.values import Const, Context, Obj, Received, Values


class Queues(Model):
    """Follows queues that are closed, joined and counted.

    Owns: calls of ``get``, ``close``, ``task_done`` and ``join``.
    """

    def effect_get(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        assert obj is not None
        if obj.kind in CHANNELS:
            waits = not self.ask.given_time(bound) and not name.endswith("_nowait")
            self.ask.taken(obj, arguments, waits)
        return (Received(False, obj),)

    def taken(self, obj: Obj, arguments: Arguments, waits: bool) -> None:
        """Hear of something that is taken from a channel."""
        self._after_close(obj, arguments.node)
        self.ask.part(obj).unseen -= 1
        if obj.kind == "JoinableQueue":
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
            self.interp.must(obj, f"closed@{self.ask.me()}")
            and not self._renewed(obj)
            and not self.ask.expected("ValueError", "OSError")
        ):
            self.ask.tell("closed end" if obj.kind == "Connection" else "closed", node, self.ask.words(obj))

    def _renewed(self, obj: Obj) -> bool:
        """Tell whether a second round of a loop meets another object, which is the same to this machine."""
        return bool(self.interp.again) or obj in self.interp.many

    def effect_close_channel(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> None:
        assert obj is not None
        self.interp.move(obj, add=f"closed@{self.ask.me()}")
        self.interp.move(obj, add="closed")

    def effect_join_thread(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> None:
        assert obj is not None
        word = f"closed@{self.ask.me()}"
        if not self.interp.can(obj, word) and self._mine(obj) and not self.ask.expected("AssertionError"):
            self.ask.tell("join_thread", arguments.node, self.ask.words(obj))
        self.interp.move(obj, add="joined")
        self.interp.move(obj, drop="unwritten")

    def _mine(self, obj: Obj) -> bool:
        """Tell whether nobody else closes a queue for this process."""
        if self.interp.world.kind == "child":
            return not self.interp.can(obj, "escaped")
        return self.ask.private(obj) or (self.interp.world.kind == "main" and not self.interp.can(obj, "escaped"))

    def effect_cancel_join_thread(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> None:
        assert obj is not None
        self.interp.move(obj, add="cancelled")

    # -- task_done and join ---------------------------------------------------------------------------------------

    def effect_task_done(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> None:
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
            if not self.ask.expected("ValueError") and not self.ask.part(obj).unseen:
                self.ask.tell("done twice", arguments.node, "task_done")
        self.ask.count_up(obj, "owed", -1, -1)

    def effect_join_queue(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> None:
        assert obj is not None
        others = self.ask.others(obj) if self.interp.world.kind in ("main", "library") else None
        if others is None or self.interp.again or not self.ask.counted(obj, "put")[0]:
            return
        if not self.interp.can(obj, "done") and not any(part.done for part in others):
            self.ask.tell("never done", arguments.node, "join")

    # -- state ----------------------------------------------------------------------------------------------------
