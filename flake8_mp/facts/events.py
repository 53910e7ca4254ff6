"""What happens when a module runs: the facts that rules ask for, each with its place and its path there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from flake8_mp.facts.source import Source
from flake8_mp.facts.tree import last_name
from flake8_mp.in_use import Choice
from flake8_mp.rule import ALL_METHODS, LONGEST_MESSAGE, Related, Span


@dataclass(frozen=True)
class Place:
    """A node of a file."""

    source: Source
    node: ast.AST

    @property
    def span(self) -> Span:
        return self.source.span(self.node)

    @property
    def text(self) -> str:
        """The source of it, shortened."""
        return self.source.segment(self.node)

    def from_outside(self, message: str) -> str:
        """Return a message about a place of a method as another file says it: ``self.lock`` is ``Job.lock`` there.

        It stays as it is where it would become too long.
        """
        around = self.source.around
        node: ast.AST | None = self.node
        while node is not None and not isinstance(cls := around.get(node), ast.ClassDef):
            node = cls
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or not isinstance(cls, ast.ClassDef):
            return message
        first = [*node.args.posonlyargs, *node.args.args][:1]
        if not first or "staticmethod" in map(last_name, node.decorator_list):
            return message
        found = re.sub(rf"\b{first[0].arg}(?=[.`…])", cls.name, message)
        return found if len(found) <= LONGEST_MESSAGE else message

    def related(self, words: str) -> Related:
        """Point to it from a finding, which may be about another file: the engine leaves out the path if it is not."""
        return Related(self.span, words, self.source.path)


def related_to(place: Place | None, words: str) -> tuple[Related, ...]:
    """Return what points from a finding to a place: nothing where the place is not known."""
    return (place.related(words),) if place is not None else ()


@dataclass(frozen=True)
class Obstacle:
    """Why a value cannot be pickled: its kind, what it is, and the chain that leads to it from what was handed over."""

    kind: str
    """``lambda``, ``nested``, ``local-class``, ``rebound``, ``deleted``, ``misnamed``, ``renamed``, ``command``,
    ``lambda method``, ``super``, ``mangled``, ``guarded``, ``dunder-main``, ``notebook``, ``unpicklable``, ``inherit``,
    ``started-process``, ``running-test``, ``signature``, ``rebuild``, ``endless``, ``member``, ``state``,
    ``unregistered``."""
    words: str
    chain: tuple[str, ...] = ()
    origin: Place | None = None
    target: object = None
    """The value that cannot be pickled."""
    holder: object = None
    """The object from which the chain leads on by an attribute, the first one."""

    @property
    def attributes(self) -> str:
        """The chain from the object that holds it: ``.jobs[...].lock``."""
        first = next((index for index, link in enumerate(self.chain) if link[:1] == "."), len(self.chain))
        return "".join("[...]" if link[:1] == "[" else link for link in self.chain[first:] if link[:1] in ".[")

    @property
    def is_item(self) -> bool:
        """Whether it is in a container, to which the chain leads."""
        return any(link in _CONTAINERS or link[:1] == "[" for link in self.chain[-1:])

    @property
    def through_self(self) -> bool:
        """Whether it is an attribute of an object that is pickled."""
        return any(link.startswith(".") for link in self.chain)

    @property
    def needs_fork(self) -> bool:
        """Whether only a forked child has it, since no child imports what it is defined in."""
        return self.kind in ("dunder-main", "notebook")


_CONTAINERS = frozenset({"list", "tuple", "set", "deque", "dict"})
UNREBUILDABLE = frozenset({"rebuild", "endless", "member"})
"""The kinds of obstacles of what can be pickled, and not be unpickled."""


@dataclass(frozen=True)
class Event:
    """Something that happens at a place of the linted file, under these start methods."""

    place: Place
    methods: frozenset[str] = ALL_METHODS
    elsewhere: Place | None = field(default=None, kw_only=True)
    """Where it happens in another file, while ``place`` is what brings it about in the linted one."""

    is_of_program: ClassVar[bool] = True
    """Whether a program answers for it where it happens in a module that does not show it by itself."""

    @property
    def causes(self) -> Iterator[Place]:
        """The places that it comes from, as far as they are known."""
        for name in ("cause", "made", "bound", "since"):
            place = getattr(self, name, None)
            if place is not None:
                yield place
        obstacle: Obstacle | None = getattr(self, "obstacle", None)
        if obstacle is not None and obstacle.origin is not None:
            yield obstacle.origin


@dataclass(frozen=True)
class Handoff(Event):
    """A value that cannot be pickled is handed to another process."""

    obstacle: Obstacle = Obstacle("", "")
    role: str = ""
    transport: str = ""
    via: str = ""
    """The API that takes it, as people call it: ``Pool.map``."""
    value: Place | None = None
    """Where what is handed over was made, if that is one object."""
    holder: str = ""
    """What the object with the attribute that cannot be pickled is called at the place, or else its class."""


@dataclass(frozen=True)
class Start(Event):
    """A process is started while the module is imported by a child; ``trace`` leads there from module level."""

    is_of_program: ClassVar[bool] = False

    what: str = ""
    trace: tuple[Place, ...] = ()
    test: Place | None = None
    """The test of ``__name__`` that let the child through."""


@dataclass(frozen=True)
class ImportEnd(Event):
    """The module ends its own import in a child: an exit, a raise or a failed assertion on ``__name__``."""

    is_of_program: ClassVar[bool] = False

    problem: str = "import ends"


@dataclass(frozen=True)
class NameTest(Event):
    """``__name__`` is compared with something that it never is, or by identity."""

    is_of_program: ClassVar[bool] = False

    problem: str = ""


@dataclass(frozen=True)
class MethodCall(Event):
    """``set_start_method`` is called where it raises."""

    problem: str = ""
    """``twice``, ``late``, ``import``, ``unknown``, ``concrete``."""
    words: str = ""
    earlier: Place | None = None


@dataclass(frozen=True)
class Making(Event):
    """A process, a pool, an executor or a manager is made, and it is known who can choose its start method.

    There is one event for a place, whatever leads there.
    """

    is_of_program: ClassVar[bool] = False

    made: str = ""
    """What people call it: ``Process``, ``Pool``, ``ProcessPoolExecutor``, ``Manager``."""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class ChildRead(Event):
    """A worker reads a name of its module that means something else in the child."""

    problem: str = ""
    """``unbound``, ``stale``, ``primitive``, ``connection``, ``threads``, ``random``."""
    name: str = ""
    words: str = ""
    bound: Place | None = None
    handed: Place | None = None
    since: Place | None = None
    """Where the program makes it what it is not in the child."""

    @property
    def variable(self) -> tuple[str, Place | None]:
        """What is read: the variable or attribute without what is looked up in it, and the object that it has.

        What several keys of one global variable lead to is one variable.
        """
        name = re.split(r"[\[(]", self.name, maxsplit=1)[0]
        return name, None if name != self.name and name.isidentifier() else self.bound


@dataclass(frozen=True)
class ForkHazard(Event):
    """A process is forked while something is going on that the child cannot continue."""

    problem: str = ""
    """``thread``, ``lock``, ``held lock``, ``coroutine``, ``child goes on``, ``child exits``."""
    words: str = ""
    cause: Place | None = None


@dataclass(frozen=True)
class LeftChild(ForkHazard):
    """A child is not ended by the code that has forked it: it may be by code behind it that was not followed."""

    is_of_program: ClassVar[bool] = False


@dataclass(frozen=True)
class Foreign(Event):
    """A primitive of one context is given to a process of another."""

    words: str = ""
    theirs: str = ""
    made: Place | None = None


@dataclass(frozen=True)
class ShortLived(Event):
    """The only reference to a primitive is an argument that is dropped when the process has been started.

    ``local`` where the reference is a variable of a function that returns without waiting for the process, ``holder``
    the class of the object that refers to it where that is what is dropped.
    """

    words: str = ""
    local: bool = False
    holder: str = ""


@dataclass(frozen=True)
class Memory(Event):
    """Something happens to shared memory that must not."""

    problem: str = ""
    """``leak``, ``leak on a way``, ``dropped``, ``closed``, ``unlinked twice``, ``views``, ``crash``, ``with``."""
    name: str = ""
    made: Place | None = None
    other: Place | None = None


@dataclass(frozen=True)
class Result(Event):
    """What a worker returns or raises cannot come back."""

    obstacle: Obstacle = Obstacle("", "")
    handed: Place | None = None
    raises: bool = False

    @property
    def problem(self) -> str:
        """Say ``holds`` where an exception itself could come back, but not what is in it."""
        return "holds" if self.raises and self.obstacle.through_self else ""


@dataclass(frozen=True)
class Misuse(Event):
    """A process is made with something that cannot be meant: ``called``, ``no sequence``, ``lazy``."""

    problem: str = ""
    words: str = ""
    gives: str = "None"
    """What calling it gives, where it is called."""


@dataclass(frozen=True)
class ProblemEvent(Event):
    """Something that is wrong in itself: which of the problems of its subject, and what the message needs."""

    problem: str = ""
    words: str = ""
    cause: Place | None = None
    kind: str = field(default="", kw_only=True)
    """What the words are a name of, where they do not say it: ``Value``."""


@dataclass(frozen=True)
class Life(ProblemEvent):
    """A process is used in an order that cannot be meant: see ``lives.py`` for the problems."""


@dataclass(frozen=True)
class Shape(ProblemEvent):
    """Arguments do not fit what they are given to: see ``signatures.py`` and ``refusals.py``."""

    detail: str = ""
    """How many are given and how many are taken."""
    called: str = ""
    """The API that is given a keyword which it does not have, as people call it: ``Pool.map``."""
    meant: str = ""
    """The parameter that such a keyword stands for; empty where none is like it."""
    version: tuple[int, int] | None = None
    """The first Python on which the API has it."""


@dataclass(frozen=True)
class PoolUse(ProblemEvent):
    """A pool, an executor, or a result of theirs is used wrongly: see ``pools.py``."""


@dataclass(frozen=True)
class TaskProblem(ProblemEvent):
    """A worker of a pool or an executor does what its pool cannot take: see ``tasks.py``."""


@dataclass(frozen=True)
class ChannelUse(ProblemEvent):
    """A queue or a pipe is used wrongly: see ``traffic.py``."""


@dataclass(frozen=True)
class ProxyUse(ProblemEvent):
    """A manager or a proxy is used wrongly: see ``proxies.py``."""


@dataclass(frozen=True)
class LockUse(ProblemEvent):
    """A lock is used wrongly, or what it protects is changed without it: see ``locks.py``."""


@dataclass(frozen=True)
class Unshared(ProblemEvent):
    """What one process changes, another never sees: see ``sharing.py``."""


@dataclass(frozen=True)
class Circumstance(ProblemEvent):
    """What belongs to one process is expected in another: see ``circumstances.py``."""

    handed: Place | None = field(default=None, compare=False)
    """Where the worker was handed over that met it first."""


@dataclass(frozen=True)
class Cost(ProblemEvent):
    """Something is done more often, or later, than is needed: see ``costs.py``."""

    is_of_program: ClassVar[bool] = False

    count: int = 0
    """How often, where that is known."""
