"""Ends of pipes that are closed when they are passed to a process, which pickles them."""

from __future__ import annotations

import ast

from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import CHANNELS
from flake8_mp.facts.states import own
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Method, Obj, Values
from flake8_mp.rule import NOT_FORK

_TAKES_OUT = frozenset({"pop", "popleft", "popitem", "remove", "discard", "clear"})
"""Methods after which a container does not have what was closed any more."""


class ClosedEnds(Model):
    """Looks for ends of pipes that are closed when a process gets them, perhaps in an earlier round of a loop.

    Owns: nothing of the libraries.
    """

    _listens_for = CHANNELS

    def before_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        if self.interp.world.kind not in ("main", "library") or self.ask.expected("OSError"):
            return
        if self.interp.again:
            self._closed_by_a_round(obj, node)
        elif any(end not in self.interp.many and self._is_closed(end) for end in self.ask.given(obj)):
            self.ask.report_use("closed first", node)

    def _is_closed(self, end: Obj) -> bool:
        return end.kind == "Connection" and self.interp.must(end, own("closed"))

    def _closed_by_a_round(self, obj: Obj, node: ast.AST) -> None:
        """Note ends that the rounds of a loop close, where each round passes one, or an object with all of them."""
        loop = self.ask.loop_around(node)
        if loop is None or _lets_go(loop):
            return
        ends = [end for end in self.ask.given(obj) if self._is_closed(end) and loop not in self.ask.loops_around(end)]
        if any(end not in self.interp.many and not self.ask.loops_around(end) for end in ends):
            self.ask.report_use("closed by a round", node)
        elif ends:
            with_all = self.ask.channels_of(self._passed_whole(obj))
            if any(end in with_all for end in ends):
                # A forked child has a copy of all of them, and uses one that is open.
                self.ask.report_use("closed by a round", node, methods=self.ask.breaking(NOT_FORK, obj.context))

    def _passed_whole(self, process: Obj) -> Values:
        """Return the objects and containers that a process gets each time, without what is one of several each time."""
        given = self.interp.given
        targets = [v.receiver if isinstance(v, Method) else v for v in given.values(process, "target")]
        passed = self.interp.containers.elements(given.values(process, "args", "kwargs"))
        values = (process, *targets, *passed)
        return tuple(v for v in values if isinstance(v, Obj) and v.kind != "Connection" and v not in self.interp.many)


def _lets_go(loop: ast.AST) -> bool:
    """Return whether a loop takes something out of a container, or puts None in its place."""
    for node in walk(loop):
        if isinstance(node, ast.Delete) or (isinstance(node, ast.Attribute) and node.attr in _TAKES_OUT):
            return True
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and node.value.value is None:
            return True
    return False
