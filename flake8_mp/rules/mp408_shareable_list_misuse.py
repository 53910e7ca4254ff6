"""MP408: shareable list misuse."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Memory, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "no method": ("a ShareableList has no `{words}()`", "make it as long as it gets, or use a manager's list"),
    "slice": ("a ShareableList has no slices", "ask for its elements, or make a list of it"),
    "kind": ("a ShareableList cannot hold {words}", "give it numbers, texts, bytes, bools or None"),
    "number": ("a ShareableList holds integers of 64 bits only", "give it a smaller one, or text"),
    "room": ("this element has room for {words} bytes only", "make the list with a text as long as it gets"),
    "place": ("this ShareableList is not that long", "make it as long as it gets"),
    "nulls": ("a ShareableList drops the zeros at the end of a text", "keep its length beside it"),
}


class ShareableListMisuse(Rule):
    """A ShareableList is used as if it were a list that grows and holds anything.

    Its length and the room for each element are given when it is made: it has no `append()` and no slices, a
    text longer than what was there (rounded up to 8 bytes) raises ValueError, numbers must fit into 64 bits,
    other types raise KeyError. Zeros at the end of a text or of bytes are taken for padding, and lost.

    Instead: make it with placeholders that are as long as it gets, or use a list of a Manager.
    """

    code = "MP408"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for memory in module.of(Memory):
            if memory.problem.startswith("list: "):
                problem, remedy = _SAYS[memory.problem.removeprefix("list: ")]
                related = related_to(memory.made, "made here")
                problem = problem.format(words=memory.name)
                yield self.finding(
                    memory.place.span, memory.methods, related, problem=problem, remedy=remedy, event=memory
                )
