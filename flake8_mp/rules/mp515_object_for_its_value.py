"""MP515: object for its value."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Unshared, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, with_article

_SAYS = {
    "object compared": ("`{name}` is {kind}, which never equals a constant", "compare `{use}`"),
    "object tested": ("`{name}` is {kind}, which is always true", "test `{use}`"),
    "object replaced": ("this replaces the object here, but the process keeps the old one", "{set}"),
}


class ObjectForItsValue(Rule):
    """A shared Value or Event is compared, tested or replaced, instead of the value inside it.

    A Value has an attribute `value`, and an Event has a method `is_set()`. The objects themselves are always
    true and never equal to a number, so a worker that tests them stops at once or never. Assigning a number to
    the variable replaces the Value in this process only: the workers keep the old Value, which nothing changes
    any more.

    Instead: read and assign `flag.value`; call `event.is_set()` and `event.set()`.
    """

    code = "MP515"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Unshared):
            if event.problem in _SAYS:
                kind, _, name = event.words.partition(" ")
                use = f"{name}.value" if kind == "Value" else f"{name}.is_set()"
                sets = f"set `{name}.value`" if kind == "Value" else f"call `{name}.set()`"
                problem, remedy = (
                    text.format(kind=with_article(kind), name=name, use=use, set=sets) for text in _SAYS[event.problem]
                )
                related = related_to(event.cause, "created here")
                yield self.finding(
                    event.place.span, event.methods, related, problem=problem, remedy=remedy, event=event
                )
