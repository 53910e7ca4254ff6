"""MP508: killed queue user."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ChannelUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_MESSAGES = {
    "exit at once": (
        "`{code}` loses what was just put into a {words}",
        "call its `close()` and `join_thread()` first",
    ),
    "cancelled": (
        "this item is lost when the process exits, after `cancel_join_thread()`",
        "remove that call",
    ),
    "killed": (
        "`{code}` kills a process in `get()` and leaves the {words} locked",
        "send a sentinel",
    ),
    "cut off": (
        "`{code}` can leave half a message in the {words}",
        "use a new {words} afterwards",
    ),
    "killed holder": (
        "`{code}` can leave the `{words}` locked",
        "stop the process with an Event",
    ),
    "left waiting for Event": (
        "this ends the program while a process waits for its `{words}`",
        "set it in a `finally`",
    ),
    "left waiting for queue": (
        "this ends the program while a process waits for its {words}",
        "put the sentinel in a `finally`",
    ),
    "interrupted": (
        "`{code}` waits forever: Ctrl-C has ended the processes that fill the {words}",
        "use a timeout",
    ),
    "nobody sets": (
        "`{code}` never returns, because no process sets the event",
        "wait with a timeout",
    ),
    "nobody puts": (
        "`{code}` never returns, because nothing is put into the {words}",
        "wait with a timeout",
    ),
}


class KilledQueueUser(Rule):
    """A process ends so that queue items are lost or a queue or lock stays locked, or waits for what never comes.

    `put()` hands the item to a thread of the process, which writes it. `os._exit()` right after `put()` ends
    the process before that, and so does the normal exit of a process that has called `cancel_join_thread()`:
    the item is lost. A process that is terminated while it waits in `get()` keeps the lock of the queue's
    readers, so that no process can read the queue again. A process that is terminated while it writes leaves
    half a message in the queue, and the next reader waits for the rest. One that is killed in a `with lock:` never
    releases the lock, and whoever needs it next hangs. A `get()` without a timeout hangs when no
    process puts anything into the queue, for example because the worker always raises before its `put()`. So does
    `wait()` on an event that no process sets. A program that ends with an exception joins its processes: one that
    waits for an event or for an item that the rest of the program was to bring keeps it from ending. Ctrl-C ends the
    workers too: a handler of KeyboardInterrupt that waits for what they put waits forever.

    Instead: return from the worker, or call `close()` and `join_thread()` on the queue before `os._exit()`.
    Stop readers with a sentinel. Wait with a timeout, or for the `sentinel` of the process as well.
    """

    code = "MP508"
    message = "{problem}; {remedy}"
    since = "0.1.0"
    depends_on = "what the process is doing when it ends"
    needs_full_run = True

    def check(self, module: Module) -> Iterator[Finding]:
        return self.problem_findings(module.of(ChannelUse), _MESSAGES)
