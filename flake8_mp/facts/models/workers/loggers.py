"""Logging: which loggers have a level and a handler, in the parent, after an import and in a worker.

What a record needs is described in ``Lib/logging/__init__.py``: the level of the nearest logger above that has one
(``Logger.getEffectiveLevel``), and a handler on one of them (``Logger.callHandlers``). Without one only warnings and
worse are written (``logging.lastResort``).
"""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Mapping
from typing import Any

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.events import Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library.circumstances import CHANGE_HANDLERS
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import LOGGING
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.store import Changes, Store
from flake8_mp.facts.tree import last_name
from flake8_mp.facts.values import (
    NOTHING,
    UNBOUND,
    Class,
    Const,
    Function,
    Method,
    Obj,
    Partial,
    Reference,
    Unknown,
    Value,
    Values,
    const,
    constant_of,
)
from flake8_mp.rule import NOT_FORK

_LEVELS = {
    **dict.fromkeys(("logging.DEBUG", "DEBUG", 10), logging.DEBUG),
    **dict.fromkeys(("logging.INFO", "INFO", 20), logging.INFO),
    **dict.fromkeys(("logging.WARNING", "logging.WARN", "WARNING", 30), logging.WARNING),
    **dict.fromkeys(("logging.ERROR", "logging.CRITICAL", "ERROR", "CRITICAL", 40, 50), logging.WARNING),
}
"""What a level is called; those above WARNING count as it does."""
_RECORDS = {"debug": logging.DEBUG}
"""The levels of records, INFO where they are taken whenever those are."""
_MAIN = ("__main__", "__mp_main__")
_MAY_CONFIGURE = re.compile(r"log|setup|set_up|config|init", re.IGNORECASE)
"""Code that is not followed, and has one of these in its name, may do anything to logging."""

_ON_IMPORT = re.compile(r"\w.*(?:basicConfig|dictConfig|fileConfig|addHandler|setLevel)\(")
"""A line of a module that sets up logging when it is imported."""


class Loggers(Model):
    """Follows how logging is set up, and looks for records that no handler writes in a worker.

    Owns: the kind ``Logger``, handlers and levels.
    """

    _listens_for = LOGGING
    _from_the_start = True

    _name = Slot[str]("by the logger, its name")
    _handler_at = Slot[Place]("by the name of the logger, where it got a handler")
    _level = Slot[int]("by the name of the logger, the lowest level of the records that it takes")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._reported: set[tuple[Place | None, Function | None, str]] = set()
        """The workers of which something was reported already, and what."""

    def effect_get_logger(self, call: LibraryCall) -> Values:
        row = next(iter(call.bound.values()), None)
        text = constant_of(row[1]) if row is not None else None if call.arguments.more else ""
        text = "" if row is not None and text is None and len(row[1]) == 1 and row[1][0] == const(None) else text
        made = self.interp.make("Logger", call.node, tag=str(text))
        if isinstance(text, str) and call.obj is not None and call.name.endswith("getChild"):
            above = self._name.get(call.obj.ident)
            text = ".".join(filter(None, (above, text))) if isinstance(above, str) else None
        if isinstance(text, str):
            self._name.set("__main__" if text in _MAIN else text, made.ident)
        return (made,)

    def logger_name(self, obj: Obj | None) -> str:
        """Return the name of a logger: that of the root is empty, and ``?`` stands for one that is not known."""
        if obj is None:
            return ""
        name = self._name.get(obj.ident)
        return name if isinstance(name, str) else "?"

    def effect_configure_logging(self, call: LibraryCall) -> None:
        if call.name != "basicConfig":
            if (
                call.name != "dictConfig"
                or "config" not in call.bound
                or not self._by_dict(call.bound["config"][1], call.node)
            ):
                self.logging_unknown()
            return
        here = const(self.interp.place(call.node))
        if call.arguments.more:
            self.logging_unknown()
        elif (
            "force" in call.arguments.kwargs
            or self.interp.world.kind == "child"
            or self._handler(self.interp.store, "") is False
        ):
            # A worker has the handlers of its parent under fork only.
            self._handler_at.keep((here,), of="")
            if "level" in call.arguments.kwargs:
                self._level.keep(self._lowest(call.arguments.kwargs["level"][1]), of="")

    def _by_dict(self, config: Values, node: ast.AST) -> bool:
        """Do what a dict of ``logging.config.dictConfig`` says; return whether all of it is known."""
        found = self._content(config)
        try:
            writing = {name for name, settings in found.get("handlers", {}).items() if _writes(settings)}
            loggers = dict(found.get("loggers", {}))
            if found.get("disable_existing_loggers", True) is False:
                loggers[""] = found["root"]
            else:
                # What was made before is switched off, unless it is named here, or below what is named: of the root
                # it is not known for whom it writes.
                loggers.pop("", None)
                self.logging_unknown()
            if found.get("incremental", False) is not False or not loggers:
                return False
            for name, settings in loggers.items():
                if settings.get("handlers"):
                    known = writing.issuperset(settings["handlers"])
                    self._handler_at.keep((const(self.interp.place(node)),) if known else NOTHING, of=name)
                elif settings.get("propagate", True) is not True:
                    self._handler_at.keep(NOTHING, of=name)
                if "level" in settings:
                    self._level.keep(self._lowest((const(settings["level"]),)), of=name)
        except (ValueError, TypeError, KeyError, AttributeError):
            return False
        return True

    def _content(self, values: Values) -> Any:
        """Return what something is made of, as far as it is known: dicts, lists and constants, None for all else."""
        value = values[0] if len(values) == 1 else None
        if isinstance(value, Const):
            return value.value
        if isinstance(value, Reference):
            return value.name
        if not isinstance(value, Obj):
            return None
        containers = self.interp.containers
        if value.kind == "dict" and not containers.rest(value):
            return {key: self._content(containers.element(value, key) or NOTHING) for key in containers.keys(value)}
        items = containers.items(value) if value.kind in ("list", "tuple") else None
        return [self._content(item) for item in items] if items is not None else None

    def effect_set_level(self, call: LibraryCall) -> None:
        if "level" in call.bound:
            self._level.keep(self._lowest(call.bound["level"][1]), of=self.logger_name(call.obj))

    def effect_add_handler(self, call: LibraryCall) -> None:
        self._handler_at.set(self.interp.place(call.node), of=self.logger_name(call.obj))

    def logging_unknown(self) -> None:
        """Note that logging may be set up in any way from here on."""
        self._handler_at.keep(NOTHING, of="")
        self._level.keep(NOTHING, of="")

    def _lowest(self, level: Values) -> Values:
        """Return the lowest level of which records are certain to be taken: a default counts, where it takes any."""
        defaults = tuple(value for value in level if not isinstance(value, Unknown))
        if len(defaults) == 1 and _number(defaults[0]) in (logging.DEBUG, logging.INFO):
            level = defaults
        found = {_number(value) for value in level}
        known = [number for number in found if number is not None]
        if not known or len(known) < len(found):
            return NOTHING
        # In some runs it is quiet, in others it is not.
        return tuple(map(const, sorted(known))) if logging.WARNING in known else (const(max(known)),)

    def chain(self, name: str) -> list[str]:
        """Return a logger and those above it, nearest first."""
        names = [name] if name else []
        while "." in name:
            name = name.rpartition(".")[0]
            names.append(name)
        return [*names, ""]

    def takes(self, store: Store | Changes, name: str, method: str) -> bool | None:
        """Return whether a logger takes what a method of it logs, if that is below WARNING; None for unknown."""
        lowest = self._lowest_of(store, name)
        return lowest <= _RECORDS.get(method, logging.INFO) if lowest is not None else None

    def _takes_at_times(self, store: Store, name: str, method: str) -> bool:
        """Return whether a logger takes what a method of it logs, whenever its level is set so that it does."""
        for each in self.chain(name):
            values = store.get(self._level.key(of=each))
            if values is not None and any(v is not UNBOUND for v in values):
                levels = [v.value for v in values if isinstance(v, Const) and isinstance(v.value, int)]
                return len(levels) == len(values) and min(levels) <= _RECORDS.get(method, logging.INFO)
        return False

    def _lowest_of(self, store: Store | Changes, name: str) -> int | None:
        for each in self.chain(name):
            values = store.get(self._level.key(of=each))
            if values is not None and any(v is not UNBOUND for v in values):
                found = constant_of(values)
                return found if isinstance(found, int) else None
        return logging.WARNING

    def _handler(self, store: Store | Changes, name: str) -> Place | bool | None:
        """Return where a handler was added that gets a logger's records: False for nowhere, None for unknown."""
        for each in self.chain(name):
            values = store.get(self._handler_at.key(of=each))
            if values is not None and any(v is not UNBOUND for v in values):
                found = constant_of(values)
                return found if isinstance(found, Place) else None
        return False

    def effect_logs(self, call: LibraryCall) -> None:
        base, after = self.interp.worker.parent, self.interp.imported_store
        if self.interp.world.kind != "child" or base is None or after is None or self.interp.source.is_never_imported:
            return
        logger, method = self.logger_name(call.obj), call.name.rpartition(".")[2]
        there = self._handler(base, logger)
        if not isinstance(there, Place) or not self._takes_at_times(base, logger, method):
            return
        silent = True
        stores: tuple[Store | Changes, ...] = (after, self.interp.store)
        for store in stores:
            changed = store is after or self._differs(base, logger)
            if changed and not (self.takes(store, logger, method) is False or self._handler(store, logger) is False):
                silent = False
        worker = (self.interp.world.handed, self.interp.active[0] if self.interp.active else None, "silent")
        for frame in self.interp.modules.values():
            silent = silent and not any(_ON_IMPORT.match(line) for line in frame.source.code_lines)
        if silent and worker not in self._reported:
            self._reported.add(worker)
            self.ask.circumstance("logging", call.node, NOT_FORK, words=method, cause=there)

    def _differs(self, base: Store, logger: str) -> bool:
        """Return whether the worker has set up something itself."""
        keys = [slot.key(of=each) for each in self.chain(logger) for slot in (self._level, self._handler_at)]
        return any(self.interp.store.get(key) is not base.get(key) for key in keys)

    def before_call(self, callee: Value, arguments: Arguments) -> None:
        if isinstance(callee, Reference):
            if (
                self.interp.known.row(callee.name) is None
                and not callee.name.startswith("logging.")
                and "log" in callee.name.lower()
            ):
                self.logging_unknown()
        elif not isinstance(callee, (Function, Class, Method, Partial)):
            function = getattr(arguments.node, "func", None)
            name = last_name(function) if function is not None else ""
            if _MAY_CONFIGURE.search(name) and not self._is_record(function):
                self.logging_unknown()

    def _is_record(self, node: ast.AST | None) -> bool:
        return isinstance(node, ast.Attribute) and node.attr == "log"

    def before_call_function(self, function: Function, arguments: Arguments, receiver: Value | None = None) -> None:
        if function not in self.interp.active and not self.interp.hooks.follow(function):
            first, last = function.node.lineno, function.node.end_lineno or function.node.lineno
            if any("logg" in line for line in function.source.code_lines[first - 1 : last]):
                self.logging_unknown()

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if obj.kind == "Logger" and attribute in CHANGE_HANDLERS and self.interp.world.kind == "child":
            self._handler_at.keep(NOTHING, of=self.logger_name(obj))

    def on_settings_unknown(self) -> None:
        self.logging_unknown()


def _writes(handler: Mapping[str, object]) -> bool:
    """Return whether a handler of a dict for ``dictConfig`` writes all that it gets."""
    level = handler.get("level", "NOTSET")
    writes_all = level == "NOTSET" or (
        isinstance(level, str | int) and _LEVELS.get(level, logging.WARNING) < logging.WARNING
    )
    return handler["class"] not in (None, "logging.NullHandler") and writes_all


def _number(value: Value) -> int | None:
    word = value.name if isinstance(value, Reference) else value.value if isinstance(value, Const) else None
    return _LEVELS.get(word) if isinstance(word, str | int) else None
