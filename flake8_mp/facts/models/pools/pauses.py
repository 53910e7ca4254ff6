"""The time that passes: what may take long enough for workers to finish, and what is over at once."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library.pools import AT_ONCE, RESULTS
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import POOLS
from flake8_mp.facts.store import Changes
from flake8_mp.facts.values import Method, Obj, Reference, Value, Values

_QUICK_NAMES = (
    "range len print enumerate zip list tuple dict set sorted reversed int str float bool isinstance getattr hasattr "
    "abs round repr functools.partial os.path.join os.path.exists time.time time.perf_counter time.monotonic "
    "os.listdir os.getpid os.cpu_count multiprocessing.cpu_count collections.deque collections.defaultdict"
)
_QUICK = frozenset(_QUICK_NAMES.split())
"""What is over at once, so that no worker finishes its work meanwhile."""
_VIEWS = frozenset({"items", "values", "keys", "split", "splitlines", "copy"})
_CONTAINERS = frozenset({"list", "dict", "set", "deque", "tuple", "dict view"})


class Pauses(Model):
    """Counts what may take time, and knows how the block is left that is being left.

    Owns: nothing of the libraries.
    """

    _listens_for = POOLS

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._pauses = 0
        """How many calls were met that may take long enough for workers to finish."""
        self._leaving = ""
        """How the block is left whose context manager or ``finally`` runs now."""

    def before_call(self, callee: Value, arguments: Arguments) -> None:
        if not _is_quick(callee):
            self._pauses += 1

    def before_awaited(self, values: Values, node: ast.AST) -> None:
        self._pauses += 1

    def before_yielded(self, values: Values) -> None:
        self._pauses += 1

    def around_manage(
        self, proceed: Callable[..., bool], managers: Values, node: ast.AST, body: Callable[[Values], bool]
    ) -> bool:
        # A lock is waited for, and it is not known what others do when they are entered and left.
        unknown = not all(isinstance(value, Obj) for value in managers)
        self._pauses += unknown
        goes = proceed(managers, node, body)
        self._pauses += unknown
        return goes

    def refine_for_statement(self, goes: bool, node: ast.For | ast.AsyncFor) -> bool:
        # What comes to its end in its own time may wait for it.
        self._pauses += isinstance(node, ast.AsyncFor) or self._slow(node.iter)
        return goes

    def refine_comprehension(
        self, values: Values, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> Values:
        self._pauses += any(self._slow(generator.iter) for generator in node.generators)
        return values

    def _slow(self, iterable: ast.expr) -> bool:
        """Return whether iterating may wait for something: a generator, a file, a queue."""
        if isinstance(iterable, ast.Call):
            function = iterable.func
            if isinstance(function, ast.Name) and function.id in _QUICK:
                return any(self._slow(argument) for argument in iterable.args)
            return not (isinstance(function, ast.Attribute) and function.attr in _VIEWS)
        if isinstance(iterable, ast.Name):
            values = self.interp.store.get((self.interp.frame.ident, iterable.id)) or ()
            return any(isinstance(v, Obj) and v.kind not in _CONTAINERS for v in values)
        if isinstance(iterable, (ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)):
            return any(self._slow(generator.iter) for generator in iterable.generators)
        return False

    def around_run_finally(
        self, proceed: Callable[..., bool], region: Region, kind: str, ends: list[Changes], final: Callable[[], bool]
    ) -> bool:
        outer, self._leaving = self._leaving, kind
        try:
            return proceed(region, kind, ends, final)
        finally:
            self._leaving = outer

    def pauses(self) -> int:
        """Return how many calls were met that may take long enough for workers to finish."""
        return self._pauses

    def around_call_elsewhere(self, proceed: Callable[..., Region], *details: object) -> Region:
        # What runs elsewhere does not take this thread's time.
        pauses = self._pauses
        try:
            return proceed(*details)
        finally:
            self._pauses = pauses

    def leaving(self) -> str:
        """Return how the block is left whose ``finally`` or context manager runs now; nothing where none does."""
        return self._leaving

    def pause(self) -> None:
        """Note something that may take long enough for workers to finish."""
        self._pauses += 1


def _is_quick(callee: Value) -> bool:
    if isinstance(callee, Reference):
        return callee.name in _QUICK
    if isinstance(callee, Method) and isinstance(callee.receiver, Obj) and callee.function is None:
        kind = callee.receiver.kind
        if kind == "Pool":
            return callee.name not in AT_ONCE and callee.name != "join"
        return kind in _CONTAINERS or kind in RESULTS
    return False
