"""MP508: killed queue user."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ChannelUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "exit at once": (
        "this exit loses what was just put into a {words}",
        "`close()` it and `join_thread()` before",
    ),
    "cancelled": (
        "the exit of this process loses what it puts here",
        "leave out `cancel_join_thread()`",
    ),
    "killed": (
        "who is killed in `get()` locks its {words} for all others",
        "end it with a sentinel",
    ),
    "nobody sets": (
        "nobody sets this event, so this never ends",
        "wait with a timeout",
    ),
    "nobody puts": (
        "nobody puts anything into this {words}, so this never ends",
        "wait with a timeout",
    ),
}


class KilledQueueUser(Rule):
    """A process ends in a way that loses or locks what it has to do with a queue, and others wait for it.

    What is put into a queue is written by a thread of the process. `os._exit()` right after `put()` ends it before
    that, and so does the exit of a process that has called `cancel_join_thread()`: the item is lost. A process that
    is terminated while it waits in `get()` holds the lock of all readers for ever, so nobody can read that queue
    again. And who waits without limit for a queue into which no process that has it puts anything waits for ever,
    for instance because the worker always fails before its `put()`; the same goes for an event that nobody sets.

    Instead: return from the worker, or call `close()` and `join_thread()` before `os._exit()`; end readers with a
    sentinel; wait with a timeout, or together with the process's `sentinel`.
    """

    code = "MP508"
    message = "{problem}; {remedy}"
    since = "0.1.0"
    rests_on_absence = True

    def check(self, module: Module) -> Iterator[Finding]:
        return self.told(module.of(ChannelUse), _SAYS)
