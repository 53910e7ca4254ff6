"""Abstract values: what an expression can be.

A name that is bound on several branches is the union of what they bind, a tuple of alternatives. What cannot be
known is :data:`UNKNOWN`, and rules are silent about it.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flake8_mp.facts.states import State
from flake8_mp.facts.source import Source

MOST = 8
"""So many alternatives are followed; a value with more is unknown besides."""


class Value:
    """One thing that an expression can be."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Unknown(Value):
    """Nothing is known of it; ``stable`` where a child that imports the module again sees the same."""

    stable: bool = False


@dataclass(frozen=True, slots=True)
class Sized(Unknown):
    """Nothing is known of it but how much it is at least: a number, or the length of a text, bytes or an iterable."""

    least: int = 0
    number: bool = False
    exact: bool = False
    written: bool = True
    """Whether pickle writes that much; of a range it writes the ends only."""


@dataclass(frozen=True, slots=True)
class Measured(Sized):
    """Unknown but for its measure: so many ``items`` that are counted, so many bytes of ``size`` when it is pickled."""

    items: int = 0
    size: int = 0
    array: bool = False
    """Whether it is an array of NumPy."""
    node: ast.AST | None = None


@dataclass(frozen=True, slots=True)
class Typed(Unknown):
    """Nothing is known of it but its kind, as that of a path: what its methods give is known by that."""

    kind: str = ""


@dataclass(frozen=True, slots=True)
class Instead(Unknown):
    """What a caller may give in the place of a default that is None."""


@dataclass(frozen=True, slots=True)
class Chosen(Unknown):
    """What may be chosen in the place of the default beside it; ``option`` is where that stands.

    ``among`` are the constants of which it is one, empty where that is not known.
    """

    option: ast.AST | None = None
    among: tuple[Const, ...] = ()


@dataclass(frozen=True, slots=True)
class Fresh(Unknown):
    """Unknown, and another one in each process: ``node`` of ``source`` is the call that makes it."""

    node: ast.AST | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Unbound(Value):
    """The name is not bound on this path."""


@dataclass(frozen=True, slots=True)
class Some(Value):
    """One of the alternatives beside it, and it is not known which: not each of them needs to occur."""


@dataclass(frozen=True, slots=True)
class Each(Value):
    """Each of the alternatives beside it occurs, one in each round of a loop: ``choices`` is what lay around that.

    A path that is taken from then on may be taken for some of them only.
    """

    choices: int = 0


SOME = Some()
UNKNOWN = Unknown()
STABLE = Unknown(True)
UNBOUND = Unbound()


@dataclass(frozen=True, slots=True)
class Const(Value):
    """A constant of the source; the type keeps ``1`` and ``True`` apart."""

    value: object
    type: str = ""


@dataclass(frozen=True, slots=True)
class Context(Value):
    """A multiprocessing context: its method, None for the default one, ``?`` where it is not known.

    Where it is one of several, for a reason that is not followed, their methods stand in one text, with spaces.
    ``dill`` is true for look-alike packages that pickle by value (multiprocess, pathos).
    """

    method: str | None = None
    dill: bool = False


DEFAULT = Context()


def one_context(values: Values) -> Values:
    """Return values in which several contexts are one: what is made with it is made with one of them."""
    contexts = [value for value in values if isinstance(value, Context)]
    if len(contexts) < 2:
        return values
    methods = sorted({word for each in contexts for word in (each.method or "?").split()})
    one = Context("?" if "?" in methods else " ".join(methods), any(each.dill for each in contexts))
    return (one, *(value for value in values if not isinstance(value, Context)))


@dataclass(frozen=True, slots=True)
class Reference(Value):
    """A dotted name of another module that is not followed: ``threading.Lock``, or a module itself."""

    name: str
    module: bool = False
    context: Context = DEFAULT


@dataclass(frozen=True, slots=True)
class Imported(Value):
    """A module of the same project: ``frame`` is where its names are bound, 0 where it is not followed itself."""

    name: str
    path: str
    frame: int


@dataclass(frozen=True, slots=True)
class Deferred(Value):
    """A name of a module of the same project, not looked up yet; without ``attribute`` the module itself."""

    name: str
    path: str
    attribute: str = ""


@dataclass(eq=False, slots=True)
class Function(Value):
    """A function or lambda of a followed module; one object per definition and defining frame."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    source: Source
    name: str
    qualname: str
    frame: Frame
    owner: Class | None = None
    local: bool = False
    defaults: dict[str, Values] = field(default_factory=dict)
    wraps: tuple[str, ...] = ()
    """The qualified name that ``functools.wraps`` gave it, as a tuple of one; empty where nothing did."""
    kinds: frozenset[str] = frozenset()
    """``staticmethod``, ``classmethod``, ``property``, ``contextmanager``, ``fixture``."""
    generator: bool | None = None
    setter: Function | None = None
    """What sets it, where it is a property."""

    @property
    def is_lambda(self) -> bool:
        return isinstance(self.node, ast.Lambda)

    @property
    def is_async(self) -> bool:
        return isinstance(self.node, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Descriptor(Value):
    """What ``staticmethod`` or ``classmethod`` makes of a function: as an attribute of a class it is bound so."""

    function: Function
    kind: str


@dataclass(eq=False, slots=True)
class Class(Value):
    """A class of a followed module, or one that ``namedtuple`` and its like made (then without a node)."""

    node: ast.ClassDef | ast.Call
    source: Source
    name: str
    qualname: str
    ident: int
    bases: tuple[Values, ...] = ()
    local: bool = False
    frame: Frame | None = None
    dataclass: bool = False
    decorated: bool = False
    """Whether something unknown decorates it."""


@dataclass(eq=False, slots=True)
class Obj(Value):
    """An object made at one place in one frame; its attributes, elements and state live in the store."""

    ident: int
    kind: str
    node: ast.AST
    source: Source
    cls: Class | None = None
    context: Context = DEFAULT
    parent: Obj | None = None
    """What it is a view or a part of."""
    frame: Frame | None = None


VIEWS = frozenset({"memoryview", "view", "buffer"})
"""Kinds that point into the memory of another object: who has one of them does not have that object."""


@dataclass(frozen=True, slots=True)
class Received(Unknown):
    """What came out of a queue or a pipe: a copy of what was put there."""

    channel: Obj | None = None


@dataclass(frozen=True, slots=True)
class ProcessNumber(Unknown):
    """The number of a process: that of ``process``, or of the one that runs (``own``), or of its parent."""

    process: Obj | None = None
    own: bool = False
    world: int = 0
    """The run in which it was asked for."""


@dataclass(frozen=True, slots=True)
class Method(Value):
    """A method bound to its object: ``function`` where it is the user's own."""

    receiver: Value
    name: str
    function: Function | None = None
    through_super: bool = False


@dataclass(frozen=True, slots=True)
class Super(Value):
    """``super()`` in a method: attributes are looked up behind ``owner``."""

    receiver: Value
    owner: Class


@dataclass(eq=False, slots=True)
class Partial(Value):
    """``functools.partial``: what it calls and what is bound already."""

    functions: Values
    args: tuple[Values, ...]
    kwargs: tuple[tuple[str, Values], ...]
    node: ast.AST


@dataclass(eq=False, slots=True)
class Frame:
    """A run of a scope: a module, a class body or one call of a function."""

    ident: int
    source: Source
    parent: Frame | None = None
    function: Function | None = None
    cls: Class | None = None
    qualname: str = ""
    globals: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)

    @property
    def module(self) -> Frame:
        frame = self
        while frame.parent is not None:
            frame = frame.parent
        return frame


Values = tuple[Value, ...]

NOTHING: Values = (UNKNOWN,)
UNBOUND_ONLY: Values = (UNBOUND,)
NONE: Values = (Const(None, "NoneType"),)
NONE_OR_ANOTHER: Values = (*NONE, Instead())
"""A parameter whose default is None, where it is not known what the caller gives."""


def union(*many: Values) -> Values:
    """Join alternatives, each once, in order of appearance; beyond :data:`MOST` the rest is unknown."""
    first = many[0]
    result: list[Value] | None = None
    for values in many[1:]:
        if values is first:
            continue
        for value in values:
            if value not in first and (result is None or value not in result):
                if result is None:
                    result = []
                result.append(value)
    if result is None:
        return first
    joined = (*first, *result)
    if len(joined) > MOST:
        return (*joined[:MOST], UNKNOWN) if UNKNOWN not in joined[:MOST] else joined[:MOST]
    return joined


def function_of(value: Value | None) -> Function | None:
    """Return the function that a value is, or that a method is made of; None where it is neither."""
    function = value.function if isinstance(value, Method) else value
    return function if isinstance(function, Function) else None


def const(value: object) -> Const:
    """Wrap a constant."""
    return _kept(value) if type(value) in _SMALL else Const(value, type(value).__name__)


_SMALL = frozenset({str, int, bool, type(None), frozenset})


@lru_cache(4096, typed=True)
def _kept(value: object) -> Const:
    """Wrap a constant that comes up again and again: the same object each time compares at once."""
    return Const(value, type(value).__name__)


def is_unknown(value: Value) -> bool:
    """Return whether nothing at all is known of a value but where it comes from."""
    return value is UNKNOWN or isinstance(value, (Fresh, Instead, ProcessNumber, Typed))


def is_none(value: Value) -> bool:
    """Return whether a value is the constant None."""
    return isinstance(value, Const) and value.value is None


def constant_of(values: Values, default: object = None) -> Any:
    """Return the constant that a value is for certain, else ``default``."""
    return values[0].value if len(values) == 1 and isinstance(values[0], Const) else default


def texts_of(values: Values) -> tuple[Const, ...]:
    """Return alternatives that all are known texts, and nothing where one of them is something else."""
    found = tuple(value for value in values if isinstance(value, Const) and isinstance(value.value, str))
    return found if len(found) == len(values) else ()


def states_of(values: Values) -> list[frozenset[State]]:
    """Return the states that are kept as alternatives of an object's ``#state``, each a set of words."""
    return [v.value for v in values if isinstance(v, Const) and isinstance(v.value, frozenset)]


def words_of(state: Const) -> frozenset[State]:
    """Return the words of one state of an object."""
    return state.value if isinstance(state.value, frozenset) else frozenset()


def alike(one: Value, other: Value) -> bool:
    """Return whether two values are the same thing made twice by the same code."""
    if one == other:
        return True
    return type(one) is type(other) and getattr(one, "node", one) is getattr(other, "node", None)


def differ(there: Values, here: Values) -> bool:
    """Return whether a name means something else in a child, for certain."""
    if any(isinstance(value, (Unknown, Deferred, Imported)) or value is UNBOUND for value in there):
        return False
    if any(isinstance(value, Chosen) for value in here):
        # It is what was chosen when the program was started, and there it is what it is for everybody.
        return True
    return not any(alike(one, other) for one in there for other in here)
