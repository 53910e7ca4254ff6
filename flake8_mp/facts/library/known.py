"""The tables, as the interpreter asks them."""

from __future__ import annotations

from functools import lru_cache

from flake8_mp.facts.library import api, measured_types, typed
from flake8_mp.facts.library.kinds import SEMAPHORES
from flake8_mp.facts.row import Row
from flake8_mp.facts.values import DEFAULT, STABLE, Context, Reference, Value, const

_LOOK_ALIKES = (("multiprocess.", Context(dill=True)), ("torch.multiprocessing.", Context()))
"""Packages with the names of multiprocessing; the first pickles with dill, which takes lambdas and nested functions."""
CONTEXT_MODULES = ("multiprocessing", "multiprocess", "torch.multiprocessing")
_STARRED = ("concurrent.futures", "threading", "multiprocessing.shared_memory")
"""Modules all of whose names people import at once."""
_BASE_KINDS = frozenset({"Process", "Thread", "Timer", "BaseManager", "SyncManager", "SharedMemoryManager"})
"""What subclasses have their behaviour from."""
_OF_PRIMITIVES = frozenset(
    "set clear wait is_set acquire release get put put_nowait get_nowait notify notify_all task_done join close".split()
)
"""Methods of primitives about which nothing has to be known."""
_DECORATORS = {
    "staticmethod": "staticmethod",
    "classmethod": "classmethod",
    "property": "property",
    "functools.cached_property": "property",
    "abc.abstractproperty": "property",
    "contextlib.contextmanager": "contextmanager",
    "contextlib.asynccontextmanager": "contextmanager",
    "atexit.register": "called",
    "functools.wraps": "wraps",
    "pytest.fixture": "fixture",
    "pytest.yield_fixture": "fixture",
}
"""By the decorator, the kind of function that it makes, or what it does: it is called at once, or keeps a name."""
_HARMLESS_DECORATORS = frozenset(
    "functools.lru_cache functools.cache functools.singledispatch typing.no_type_check typing.final "
    "typing.overload typing.override abc.abstractmethod atexit.register dataclasses.dataclass "
    "functools.total_ordering enum.unique typing.runtime_checkable typing_extensions.override "
    "typing_extensions.final".split()
)
"""Decorators that leave what the name leads to picklable by that name."""
_ENTRIES = ("click.", "typer.")
"""Decorators of command-line libraries: what they return runs the function when it is called."""


class Library:
    """Answers from the rows of data."""

    def named(self, name: str, context: Context | None) -> Value:
        """Return what a dotted name of another module is: the same object each time."""
        return _named(name, context)

    def is_module(self, name: str) -> bool:
        """Return whether a dotted name that is imported from its package is a module."""
        return name in ("multiprocessing.context", "multiprocess.context")

    def names_of(self, module: str) -> list[tuple[str, Reference]]:
        """Return what an import of everything from a module binds, as far as it matters."""
        if module in CONTEXT_MODULES:
            return [(name, Reference(f"multiprocessing.{name}")) for name in api.CONTEXT]
        if module not in _STARRED:
            return []
        return [
            (full.rpartition(".")[2], Reference(full)) for full in api.FUNCTIONS if full.rpartition(".")[0] == module
        ]

    def row(self, name: str) -> Row | None:
        """Return the row of a function or class by its dotted name."""
        name = api.ALIASES.get(name, name)
        head, _, rest = name.partition(".")
        if head == "multiprocessing" and rest in api.CONTEXT:
            return api.CONTEXT[rest]
        return api.FUNCTIONS.get(name)

    def base(self, name: str) -> Row | None:
        """Return the row of a class from which instances of its subclasses have their behaviour."""
        row = self.row(name)
        return row if row is not None and row.makes in _BASE_KINDS else None

    def constructor(self, kind: str) -> Row | None:
        """Return the row of the class of a kind of object."""
        return api.CONTEXT.get(kind) or api.FUNCTIONS.get(f"threading.{kind}")

    def method(self, kind: str, name: str) -> Row | None:
        """Return the row of a method of a kind of object."""
        return api.method_row(kind, name)

    def has_method(self, kind: str, name: str) -> bool:
        """Return whether a kind of object has a method that needs no row."""
        return kind in SEMAPHORES and name in _OF_PRIMITIVES

    def kind_of_attribute(self, kind: str, name: str) -> str:
        """Return the kind of an attribute of a value of a kind; empty where nothing is known of it."""
        return typed.PROPERTIES.get((kind, name), "")

    def is_ever_false(self, kind: str) -> bool:
        """Return whether an object of a kind can be false, as an empty container is."""
        return kind in measured_types.SOMETIMES_EMPTY or kind == "ChainMap"

    def is_offered(self, name: str) -> bool:
        """Return whether contexts of multiprocessing have an attribute."""
        return name in api.CONTEXT

    def decorator(self, name: str) -> str:
        """Return what a decorator does; empty where nothing is known of it.

        ``staticmethod``, ``classmethod``, ``property`` and ``contextmanager`` are kinds of functions; ``called`` and
        ``harmless`` leave the function as it is, the first calls the decorator; ``wraps`` gives it another name;
        ``fixture`` gives it to a test runner; ``entry`` makes something that runs it when it is called.
        """
        found = _DECORATORS.get(name)
        if found is None:
            found = "harmless" if name in _HARMLESS_DECORATORS else "entry" if name.startswith(_ENTRIES) else ""
        return found


@lru_cache(4096)
def _named(name: str, context: Context | None) -> Value:
    """Return what a dotted name of another module is: the same object each time."""
    for look_alike, own in _LOOK_ALIKES:
        if name.startswith(look_alike) and name not in api.FUNCTIONS:
            return Reference(f"multiprocessing.{name[len(look_alike) :]}", context=own)
    name = api.ALIASES.get(name, name)
    if name in api.STABLE:
        return STABLE
    if name in ("typing.TYPE_CHECKING", "typing_extensions.TYPE_CHECKING"):
        return const(False)
    return Reference(name, context=context or DEFAULT)
