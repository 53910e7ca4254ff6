"""Which start methods can be in effect where processes, pools, executors and managers are made.

A process takes what is set when it is started (``Lib/multiprocessing/context.py``); pools, executors and managers take
it when they are made (also ``Lib/concurrent/futures/process.py``).
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.events import Making, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.source import Source
from flake8_mp.facts.values import Context, Obj, is_none
from flake8_mp.in_use import BY_CALL, BY_LIMIT, Choice

_MAKERS = frozenset({"Process", "Pool", "ProcessPoolExecutor"})
_CONTEXTS = frozenset({"context", "mp_context"})
_LIMIT = "max_tasks_per_child"
_WORLDS = frozenset({"main", "library", "thread", "other"})
"""What a child does on import, or in its worker, is run as a program and as a library as well."""

_Noted = set[tuple[Choice | None, bool]]
"""Who chooses, None where that is not known, and whether that was in a function that is run by itself."""


@dataclass
class _Maker:
    """A call that makes something, and who chooses the start method when it is made, and when it is started."""

    kind: str
    in_program: bool = False
    """Whether the program itself calls it when it is run."""
    when_made: _Noted = field(default_factory=set)
    when_started: _Noted = field(default_factory=set)

    def choices(self) -> set[Choice | None]:
        """Return who chooses in the end.

        A function that is run by itself finds the method that the program sets last. What the program calls before
        that does not use it.
        """
        noted = self.when_started or self.when_made
        return {
            choice
            for choice, by_itself in noted
            if not (self.in_program and by_itself and choice is not None and choice.by == BY_CALL)
        }


class MethodsInUse(Model):
    """Notes who chooses the start method of what is made in the linted file.

    Owns: nothing.
    Emits: :class:`Making`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._makers: dict[ast.Call, _Maker] = {}

    def on_constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        maker = self._maker(obj.kind, obj.source, obj.node) if obj.kind in _MAKERS else None
        if maker is not None:
            maker.when_made |= self._noted(self._choices(obj, row, arguments))

    def before_effect_start_process(self, call: LibraryCall) -> None:
        obj = call.obj
        maker = self._maker("Process", obj.source, obj.node) if obj is not None else None
        if obj is not None and maker is not None:
            maker.when_started |= self._noted(self.ask.choices(obj.context))

    def before_started(self, what: str, node: ast.AST, context: Context) -> None:
        maker = self._maker(what, self.interp.frame.source, node) if what == "Manager" else None
        if maker is not None:
            maker.when_made |= self._noted(self.ask.choices(context))

    def on_finish(self) -> None:
        for call, maker in self._makers.items():
            choices = maker.choices()
            known = [choice for choice in choices if choice is not None]
            if known and len(known) == len(choices):
                known.sort(key=lambda choice: (choice.by, sorted(choice.methods)))
                self.interp.emit(Making(Place(self.interp.source, call), made=maker.kind, choices=tuple(known)))

    def _choices(self, obj: Obj, row: api.Row, arguments: Arguments) -> tuple[Choice, ...] | None:
        """Return who chooses for what is made with these arguments, None where that is not known."""
        bound = arguments.bind(row)
        limit = bound.get(_LIMIT)
        limited = limit is not None and not all(is_none(value) for value in limit[1])
        for name in _CONTEXTS.intersection(row.names):
            if name in bound:
                limited = limited and all(is_none(value) for value in bound[name][1])
            elif arguments.more:
                return None  # it may be among those that are not known
        return (Choice(BY_LIMIT, frozenset({"spawn"})),) if limited else self.ask.choices(obj.context)

    def _maker(self, kind: str, source: Source, node: ast.AST) -> _Maker | None:
        """Return what is known of a call of the linted file; None of what is run in a child, and of other files."""
        world = self.interp.world.kind
        if source is not self.interp.source or not isinstance(node, ast.Call) or world not in _WORLDS:
            return None
        maker = self._makers.setdefault(node, _Maker(kind))
        maker.in_program |= world != "library"
        return maker

    def _noted(self, choices: tuple[Choice, ...] | None) -> _Noted:
        by_itself = self.interp.world.kind == "library"
        return {(choice, by_itself) for choice in choices} if choices is not None else {(None, by_itself)}
