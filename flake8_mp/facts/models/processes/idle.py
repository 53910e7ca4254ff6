"""Processes that are made and never started, and those whose target runs in the process that made them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from flake8_mp.facts.arguments import LibraryCall
from flake8_mp.facts.events import Life, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import (
    NONE,
    Frame,
    Function,
    Method,
    Obj,
    Partial,
    Values,
)


class IdleProcesses(Model):
    """Looks for processes that do nothing, or nothing elsewhere.

    Problems of :class:`Life` events: ``run``, ``never``.

    Owns: calls of ``run``, and where processes are started.
    Emits: :class:`Life`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._launched: set[ast.AST] = set()
        """Where the processes are made that are started anywhere."""
        self._ran_here: dict[ast.AST, Life] = {}
        """By where they are made, processes whose target is run in this process."""
        self._idle_processes: dict[ast.AST, Life] = {}
        """By where they are made, processes with which nothing is done."""
        self._made_here: dict[int, list[Obj]] = {}

    def launched(self, obj: Obj) -> None:
        """Called for a process that is started."""
        self._launched.add(obj.node)

    def refine_make(self, made: Obj, kind: str, node: ast.AST, **details: Any) -> Obj:
        if kind == "Process" and not details.get("tag"):
            known = self._made_here.setdefault(self.interp.frame.ident, [])
            if made not in known:
                known.append(made)
        return made

    def effect_run_here(self, call: LibraryCall) -> Values:
        obj = call.obj
        if (
            obj is not None
            and obj.cls is None
            and not self.interp.unsure
            and self.interp.world.kind not in ("thread", "child")
        ):
            words = self.interp.frame.source.segment(call.node, 28)
            made = Place(obj.source, obj.node)
            event = Life(self.interp.place(call.node), problem="run", words=words, cause=made)
            self._ran_here.setdefault(obj.node, event)
        if obj is not None:
            # Lib/multiprocessing/process.py and Lib/threading.py: `run` calls the target with its arguments.
            given = self.ask.process_arguments(obj, call.node)
            for target in self.interp.given.found(obj, "target") or ():
                if isinstance(target, (Function, Method, Partial)):
                    self.interp.calls.call(target, given)
        return NONE

    def on_finish(self) -> None:
        for made, event in self._ran_here.items():
            # Code that starts it elsewhere runs it here on purpose: to debug it, or where processes are not wanted.
            if made not in self._launched:
                self.interp.emit(event)
        for made, event in self._idle_processes.items():
            if made not in self._launched:
                self.interp.emit(event)

    def around_ended(self, proceed: Callable[..., None], frame: Frame, region: Region, result: Values) -> None:
        made = self._made_here.pop(frame.ident, [])
        proceed(frame, region, result)
        if region.ends.get("normal") or region.ends.get("return"):
            for obj in made:
                if self._idle(obj, frame, result):
                    words = frame.source.segment(obj.node, 28)
                    self._idle_processes[obj.node] = Life(Place(obj.source, obj.node), problem="never", words=words)

    def _idle(self, obj: Obj, frame: Frame, result: Values) -> bool:
        """Return whether a process was made and nothing was done with it by those who can reach it."""
        if obj.source is not frame.source or not self.interp.has_been(obj, "built") or self.interp.unsure:
            return False
        if self.interp.can(obj, "started", "escaped", "kept", "asked"):
            return False
        if frame.parent is None:
            return (
                self.interp.world.kind == "main"
                and self._made_under_guard(obj)
                and not self.interp.hooks.mentioned_elsewhere(obj)
            )
        if (
            self.interp.world.kind not in ("main", "library")
            or self.is_yielding(frame)
            or obj in self.interp.objects.reachable(result)
        ):
            return False
        return not self._inside_others(obj, frame)

    def is_yielding(self, frame: Frame) -> bool:
        """Return whether a frame is that of a generator: the code that iterates over it may do more."""
        return frame.function is not None and self.interp.objects.is_generator(frame.function)

    def _made_under_guard(self, obj: Obj) -> bool:
        """Return whether a module makes something only as a program, and not when it is imported."""
        line = getattr(obj.node, "lineno", 0)
        return any(
            isinstance(statement, ast.If)
            and statement.lineno < line <= (statement.end_lineno or 0)
            and any(isinstance(n, ast.Name) and n.id == "__name__" for n in walk(statement.test))
            for statement in obj.source.tree.body
        )

    def _inside_others(self, obj: Obj, frame: Frame) -> bool:
        """Return whether a function inside of this one has a name of it, or something else still has it."""
        function = frame.function
        names = {name for (i, name), values in self.interp.store.items().items() if i == frame.ident and obj in values}
        if function is None:
            return True
        for inner in walk(function.node):
            if inner is function.node or not isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                continue
            if any(isinstance(n, ast.Name) and n.id in names for n in walk(inner)):
                return True
        return False
