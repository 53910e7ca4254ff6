"""Queues: what must be in balance, what ends their readers, and when they are gone."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.draining import Draining
from flake8_mp.facts.traffic import CHANNELS
from flake8_mp.facts.values import Const, Context, Obj, Received, Values


class Queues(Draining):
    """Queues."""

    def effect_get(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        assert obj is not None
        if obj.kind in CHANNELS:
            waits = not self.given_time(bound) and not name.endswith("_nowait")
            self.taken(obj, arguments, waits)
        return (Received(False, obj),)

    def taken(self, obj: Obj, arguments: Arguments, waits: bool) -> None:
        """Hear of something that is taken from a channel."""
        self._after_close(obj, arguments.node)
        self.part(obj).unseen -= 1
        if obj.kind == "JoinableQueue":
            self.count_up(obj, "owed", 1, 1)

    def put(self, obj: Obj, values: Values, item: ast.AST, arguments: Arguments, bound: Bound, name: str) -> None:
        super().put(obj, values, item, arguments, bound, name)
        self._after_close(obj, arguments.node)

    # -- closed ---------------------------------------------------------------------------------------------------

    def _after_close(self, obj: Obj, node: ast.AST) -> None:
        """Note the use of a queue that this process has closed: it raises ValueError (``queues.py``)."""
        if (
            self.must(obj, f"closed@{self.me()}")
            and not self._renewed(obj)
            and not self.expected("ValueError", "OSError")
        ):
            self.tell("closed end" if obj.kind == "Connection" else "closed", node, self.words(obj))

    def _renewed(self, obj: Obj) -> bool:
        """Tell whether a second round of a loop meets another object, which is the same to this machine."""
        return bool(self.again) or obj in self.many

    def effect_close_channel(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> None:
        assert obj is not None
        self.move(obj, add=f"closed@{self.me()}")
        self.move(obj, add="closed")

    def effect_join_thread(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> None:
        assert obj is not None
        word = f"closed@{self.me()}"
        if not self.can(obj, word) and self._mine(obj) and not self.expected("AssertionError"):
            self.tell("join_thread", arguments.node, self.words(obj))
        self.move(obj, add="joined")
        self.move(obj, drop="unwritten")

    def _mine(self, obj: Obj) -> bool:
        """Tell whether nobody else closes a queue for this process."""
        if self.world.kind == "child":
            return not self.can(obj, "escaped")
        return self.private(obj) or (self.world.kind == "main" and not self.can(obj, "escaped"))

    def effect_cancel_join_thread(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> None:
        assert obj is not None
        self.move(obj, add="cancelled")

    # -- task_done and join ---------------------------------------------------------------------------------------

    def effect_task_done(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> None:
        assert obj is not None
        owed = self.store.get((obj.ident, f"#owed@{self.me()}")) or ()
        numbers = [v.value[0] for v in owed if isinstance(v, Const) and isinstance(v.value, tuple)]
        if numbers and len(numbers) == len(owed) and max(numbers) <= 0 and not self.again and not self.loops:
            if not self.expected("ValueError") and not self.part(obj).unseen:
                self.tell("done twice", arguments.node, "task_done")
        self.count_up(obj, "owed", -1, -1)

    def effect_join_queue(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> None:
        assert obj is not None
        others = self.others(obj) if self.world.kind in ("main", "library") else None
        if others is None or self.again or not self.counted(obj, "put")[0]:
            return
        if not self.can(obj, "done") and not any(part.done for part in others):
            self.tell("never done", arguments.node, "join")

    # -- state ----------------------------------------------------------------------------------------------------

    def effect_queue_state(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> None:
        return None
