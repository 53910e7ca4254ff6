"""MP408: shareable list misuse."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Memory, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "no method": (
        "a `ShareableList` has no `{words}()`",
        "create it with its final length, or use a manager's `list()`",
    ),
    "slice": ("a `ShareableList` does not support slices", "use single elements, or copy it with `list()`"),
    "kind": ("a `ShareableList` cannot hold {words}", "store int, float, bool, str, bytes or None"),
    "number": ("a `ShareableList` holds 64-bit integers only", "use a smaller integer, or a str"),
    "room": ("this element has room for {words} bytes only", "create the list with a placeholder that is long enough"),
    "place": ("this `ShareableList` has no such element, and it cannot grow", "create it with its final length"),
    "nulls": ("a `ShareableList` drops null bytes at the end of a value", "append a byte that is not null"),
}


class ShareableListMisuse(Rule):
    """A ShareableList is used as if it were a list that can grow and hold any object.

    The length of a ShareableList, and the space for each str and bytes, are fixed when it is created. It has no
    `append()` and no slices. A str that needs more bytes than the first one (rounded up to a multiple of 8)
    raises ValueError. Integers must fit into 64 bits, and values of other types raise KeyError. Trailing null
    characters are taken for padding and lost.

    Instead: create the list with placeholders that are as long as the longest values, or use the `list()` of a
    Manager.
    """

    code = "MP408"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for memory in module.of(Memory):
            if memory.problem.startswith("list: "):
                problem, remedy = _MESSAGES[memory.problem.removeprefix("list: ")]
                related = related_to(memory.made, "created here")
                problem = problem.format(words=memory.name)
                yield self.finding(
                    memory.place.span, memory.methods, related, problem=problem, remedy=remedy, event=memory
                )
