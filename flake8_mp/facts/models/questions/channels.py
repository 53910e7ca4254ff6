"""Questions about queues, pipes and events."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.events import Place
from flake8_mp.facts.values import Const, Function, Obj, Value, Values
from flake8_mp.rule import ALL_METHODS

Many = tuple[int, int | None]
"""A number that is known at least, and at most where that is known."""
SMALLEST = 8
"""So many bytes is a message at least: its length, and what pickle needs for None."""
RELAYED = "relayed"
"""The word under which it is counted how often what may be any constant is put: what came out, one of several."""

OPEN = "open"
"""The word under which it is counted how often something is put of which it is not known whether it is None."""


def times_in_all(loops: tuple[Many, ...]) -> Many:
    """Return how often the innermost of nested loops goes round in all."""
    least, most, known = 1, 1, True
    for low, high in loops:
        least *= low
        known = known and high is not None
        most *= high or 1
    return least, most if known else None


def constant_word(constant: Const) -> str:
    """Return the word under which it is counted how often a constant is put into a channel."""
    return f"constant {constant.type} {constant.value!r}"


@dataclass
class Part:
    """What one worker does with a queue or with an end of a pipe."""

    takes: bool = False
    unseen: int = 0
    """How often it asks for a method that takes without calling it there: other code calls it, at an unknown time."""
    done: bool = False
    """Whether it calls ``task_done``, or passes it to other code."""
    skips: Place | None = None
    """Where it goes on to the next one and has not called ``task_done``, as it does on other ways."""
    raises: Place | None = None
    """Where it takes what it never calls ``task_done`` for, since an exception comes before that."""
    unknown: bool = False
    """Whether it gives it to code that is not followed."""
    endless: bool = False
    """Whether it takes in a loop that nothing ends but what comes out."""
    stops: str = ""
    """The word under which it is counted how often what ends that loop when it comes out is put: None, a constant."""
    gives: bool = False
    """Whether it puts anything, on any path."""
    limited: bool = False
    """Whether it waits for a limited time only."""
    eof: Place | None = None
    """Where it reads until the other end is closed everywhere."""
    perhaps: bool = False
    """Whether it may have got another channel in its place: each of several workers has one of them."""
    arrived: bool = False
    """Whether the other end is among its arguments as well, and stays open."""
    closes: bool = False
    """Whether it closes its own copy of the other end."""
    lost: Place | None = None
    """Where it puts what its exit does not wait for."""
    puts: Many = (0, 0)
    load: int = 0
    """How many bytes it puts at least."""
    lasts: dict[str, Many] = field(default_factory=dict)
    """By such a word, how often it puts that itself."""
    lasts_at: dict[str, Place] = field(default_factory=dict)
    """By such a word, where it puts that last."""
    relays: dict[Obj, int] = field(default_factory=dict)
    """By the queue from which it takes its items, how many bytes it puts at least for each of them."""
    ahead: int = 0
    """How many bytes it puts at least before it takes the first."""
    largest: int = 0
    cancelled: bool = False
    """Whether its exit does not wait for what it has put to be written."""
    locks: bool = False
    """Whether it has a lock, so that it may take turns with others."""


class ChannelUses:
    """Who has a channel, and what each of them does with it."""

    def has_channels(self) -> bool:
        """Return whether any queue, pipe or event was made so far."""
        return False

    def channels_of(self, values: Values) -> list[Obj]:
        """Return the queues, ends of pipes and events that can be reached from a value."""
        return []

    def channels_behind(self, function: Function, receiver: Value | None) -> list[Obj]:
        """Return the channels to which a function has access, by its object or by name."""
        return []

    def given(self, obj: Obj) -> list[Obj]:
        """Return the channels that a process, thread or pool was made with."""
        return []

    def private(self, channel: Obj) -> bool:
        """Return whether all that is done with a channel on this path is known."""
        return False

    def part(self, channel: Obj) -> Part:
        """Return what the running worker does with a channel."""
        return Part()

    def parts_of(self, worker: Obj) -> dict[Obj, Part] | None:
        """Return what a process or thread does with each channel, None where it was not followed."""
        return None

    def users(self, channel: Obj, all_known: bool = True) -> list[Obj] | None:
        """Return the workers that have got a channel on some path here, or None where not all of them are known.

        With ``all_known=False`` it is those that are known.
        """
        return None

    def others(self, channel: Obj, besides: Obj | None = None) -> list[Part] | None:
        """Return what other workers do with a channel, or None where that is not all known."""
        return None

    def how_many(self, process: Obj, channel: Obj | None = None) -> Many:
        """Return how many processes one expression makes, or how many for each of what it makes as a channel."""
        return 1, 1

    def me(self) -> str:
        """Return the name under which the running process keeps its own state of a channel."""
        return "0"

    def count_up(self, channel: Obj, word: str, low: int, high: int | None) -> None:
        """Count something up on this path."""

    def counts(self, channel: Obj, word: str) -> Values:
        """Return the alternatives of what the running process has counted up, each a :data:`Many`."""
        return ()

    def counted(self, channel: Obj, word: str) -> Many:
        """Return how much the running process has counted up on any path here."""
        return 0, None

    def where(self, channel: Obj) -> Place | None:
        """Return where something was put into a channel last on this path."""
        return None

    def constant_put_at(self, channel: Obj, word: str) -> Place | None:
        """Return where the constant that is counted under a word was put into a channel last on this path."""
        return None

    def loaded_channels(self) -> list[Obj]:
        """Return the channels into which the program itself has put something."""
        return []


class ChannelQuestions(ChannelUses):
    """What is put into channels and taken from them."""

    def channel_made(self, channel: Obj) -> None:
        """Called for a channel that is made, perhaps once more by the same code: nothing has happened to it yet."""

    def put(self, obj: Obj, values: Values, item: ast.AST, arguments: Arguments, bound: Bound, name: str) -> None:
        """Called for something that is put into a channel."""

    def taken(self, obj: Obj, arguments: Arguments, waits: bool) -> None:
        """Called for something that is taken from a channel."""

    def waits(self, process: Obj, arguments: Arguments, bound: Bound) -> None:
        """Called for a process that is joined."""

    def room(self, channel: Obj) -> int:
        """Return how many bytes a channel takes at most before it is read."""
        return 0

    def ends_of(self, pipe: Obj) -> tuple[Obj, ...]:
        """Return the two ends of a pipe; nothing where they were not made yet."""
        return ()

    def peer(self, end: Obj) -> Obj | None:
        """Return the other end of a pipe."""
        return None

    def one_way(self, end: Obj) -> bool:
        """Return whether an end belongs to a pipe that goes in one direction only."""
        return False

    def expected(self, *names: str) -> bool:
        """Return whether one of these exceptions, or all of them, are awaited here."""
        return True

    def given_time(self, bound: Bound, name: str = "timeout") -> bool:
        """Return whether a call ends by itself: a time limit is given, or it does not wait at all."""
        return True

    def loop_around(self, node: ast.AST) -> ast.While | ast.For | ast.AsyncFor | None:
        """Return the innermost loop that a node is written in."""
        return None

    def words(self, channel: Obj) -> str:
        """Return how people call a channel."""
        return "queue"

    def report_use(
        self,
        problem: str,
        node: ast.AST | Place,
        words: str = "",
        methods: frozenset[str] = ALL_METHODS,
        cause: Place | None = None,
        because: Place | None = None,
    ) -> None:
        """Note a wrong use of a channel; ``because`` is what in the linted file brings it about in another one."""
