"""MP515: object for its value."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Unshared, related_to
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, shortened, with_article

_MESSAGES = {
    "object compared": ("the `{kind}` `{name}` itself never equals a constant", "use `{use}`"),
    "object tested": ("the `{kind}` `{name}` itself is always true", "use `{use}`"),
    "proxy compared": ("the manager's {kind} `{name}` never equals a plain {kind}", "compare `{copy}`"),
    "proxy encoded": ("`json` cannot encode the manager's {kind} `{name}`", "pass `{copy}`"),
    "result awaited": ("`{name}` is {a_kind}, which cannot be awaited", "{wrap}"),
    "result awaited in it": ("`{name}` holds `{kind}` objects, which cannot be awaited", "{wrap}"),
    "result iterated": ("`{name}` is {a_kind}, which cannot be iterated over", "call its `{get}()`"),
    "result indexed": ("`{name}` is {a_kind}, which cannot be indexed", "call its `{get}()`"),
    "result calculated": ("`{name}` is {a_kind}, not the result itself", "call its `{get}()`"),
    "object replaced": ("this replaces the `{kind}`, but the process keeps the old one", "{set}"),
}


class ObjectForItsValue(Rule):
    """A shared Value, Event, list or dict, or a task's result, is used as an object, where its value is meant.

    A Value is an object with an attribute `value`, and an Event is an object with a method `is_set()`. The objects
    themselves are always true and never equal a number, so a worker that tests them never stops, or stops at once.
    Assigning a number to the variable makes it a plain number in this process, while the workers keep the old
    Value, which nobody changes any more. A manager's dict or list is a proxy: it never equals a plain dict or list,
    and `json` raises TypeError. What `submit()`, `apply_async()` and `map_async()` return is a promise of the result:
    iterating over it, indexing it or calculating with it raises TypeError, and so does `await`, since the futures of
    concurrent.futures are not those of asyncio.

    Instead: read and set `flag.value`; call `event.is_set()` and `event.set()`; copy a proxy with `dict()` or `list()`;
    call `result()` of a future and `get()` of a pool's result; in a coroutine, await `loop.run_in_executor(…)` or
    `asyncio.wrap_future(future)`.
    """

    code = "MP515"
    message = "{problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Unshared):
            if event.problem in _MESSAGES:
                kind, name = event.kind, shortened(event.words, 20)
                use = f"{name}.value" if kind == "Value" else f"{name}.is_set()"
                sets = f"set `{name}.value`" if kind == "Value" else f"call `{name}.set()`"
                copy = f"{kind}({name})"
                get = "result" if kind == "Future" else "get"
                wrap = "use `asyncio.wrap_future()`" if kind == "Future" else "use `loop.run_in_executor()`"
                words = {"kind": kind, "name": name, "use": use, "set": sets, "copy": copy, "get": get, "wrap": wrap}
                words["a_kind"] = with_article(kind)
                problem, remedy = (text.format(**words) for text in _MESSAGES[event.problem])
                related = related_to(event.cause, "created here")
                yield self.finding(
                    event.place.span, event.methods, related, problem=problem, remedy=remedy, event=event
                )
