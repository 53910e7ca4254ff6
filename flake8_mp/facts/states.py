"""The states that objects can be in, and the worlds that code can run in: all of them, so that a misspelt one is found.

States are plain strings, since sets of them are what is compared most; the type checker holds this list.
"""

from __future__ import annotations

from typing import Literal, cast

State = Literal[
    # Of anything: who may do with it what is not seen.
    "escaped",  # unknown code has it: anything may happen to it
    "kept",  # something that outlives the function has it: a container, an attribute
    "elsewhere",  # not all that is done with it is known: the tasks of a pool have it, or its own attributes are used
    "asked",  # it is used for something else than its purpose: it is compared, or asked for its name
    "handed",  # it was handed to a process that starts
    "reported",  # something was reported of it; what follows from that is not
    "perhaps",  # where opening it was tried and has failed, it may be gone or not
    # From making to end: processes, threads, pools, managers.
    "built",  # by a call of its class, and not by the library
    "started",
    "running",  # as a thread
    "threads",  # it has started the threads that serve it
    "up",  # as the server of a manager
    "connected",  # as a manager or client, to its server
    "entered",  # by a with statement
    "ran",  # as a plain call of ``run``
    "killed",  # as a task, by the end of its pool
    "cancelled",  # as a queue, by ``cancel_join_thread``
    "done",  # by ``task_done``
    "joined",  # as a queue, by ``join_thread``
    "closed",
    "ended",
    # Locks
    "held",  # by the running thread
    # Blocks of memory, files, and what lies on them.
    "owner",  # it has made the block, and did not open one that was there
    "named",  # others can find it, by a name that the program has chosen
    "anonymous",  # a mapping that no file is behind
    "array",  # a memory view that is an array of numbers
    "released",
    "unlinked",
    "apart",  # a client that may open a connection for each use
    "one path",  # a file with the same name in each process
    "own buffering",  # a file that may write each line at once
    # Workers
    "seeded",  # of a loader: it gives each a seed of its own for the functions of ``random`` and ``numpy.random``
    "own numbers",  # of a loader: each has random numbers of its own, or there is only one
]
"""Which states an object can be in."""

OwnState = Literal["closed", "taken", "unwritten"]
"""What each process does with its own copy of an object; see :func:`own`.

``taken``: it may have taken something out of it; ``unwritten``: what it has put may not have been written yet.
"""

PROGRAM = "0"
"""The program, among the processes that have states of their own."""


def own(state: OwnState, process: str = PROGRAM) -> State:
    """Return the state that the copy of an object is in which a process has."""
    return cast("State", f"{state}@{process}")


WorldKind = Literal["main", "import", "library", "child", "thread", "other"]
"""In which world code runs: ``main`` (the program), ``import`` (by a child), ``library`` (other code calls it),
``child`` (a worker), ``thread``, ``other`` (another module is imported)."""
