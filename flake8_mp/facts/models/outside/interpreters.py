"""``InterpreterPoolExecutor``: what cannot go to another interpreter of the same process.

What is submitted is shared or else pickled (``Lib/concurrent/interpreters``, ``Python/crossinterp.c``). A function that
pickle finds by its name can be sent; so can a nested one or a lambda that is stateless: without defaults, and using
nothing but its parameters and builtins. Interpreters are threads of this process; where a function is not stateless,
they import its module as a child does.
"""

from __future__ import annotations

import ast
import builtins

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.events import Handoff, Obstacle, Place
from flake8_mp.facts.library import api
from flake8_mp.facts.models.handover.names import name_of
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Context, Function, Values
from flake8_mp.rule import ALL_METHODS

_BUILTINS = frozenset(vars(builtins))


class Interpreters(Model):
    """Follows what is handed to other interpreters.

    Owns: the kind ``InterpreterPoolExecutor``.
    Emits: :class:`Handoff`.
    """

    def effect_interpreter_submit(self, call: LibraryCall) -> Values:
        self._to_interpreter(call.name, call.arguments, "value")
        return (self.interp.make("Future", call.node),)

    def effect_interpreter_map(self, call: LibraryCall) -> None:
        self._to_interpreter(call.name, call.arguments, "items")

    def _to_interpreter(self, name: str, arguments: Arguments, role: str) -> None:
        if not arguments.args:
            return
        node, functions = arguments.args[0]
        for function in functions:
            if isinstance(function, Function) and len(functions) == 1:
                self._function_to_interpreter(function, node, name)
        for part, values in [*arguments.args[1:], *arguments.kwargs.values()]:
            for inner, each in self.ask.spread(values, role, part):
                found = self.ask.obstacle(each, api.PICKLED)
                if found is not None and found.kind == "unpicklable":
                    via = f"InterpreterPoolExecutor.{name.rpartition('.')[2]}"
                    self._refuse_to_interpreter(
                        Handoff(
                            self.interp.place(inner),
                            *(ALL_METHODS, found, role, api.PICKLED, via),
                            holder=name_of(self.interp, found.holder, each, inner),
                        )
                    )
        if all(isinstance(f, Function) and not f.local and not f.is_lambda for f in functions):
            given = Arguments(arguments.node, more=True)
            pool = self.interp.make("interpreter pool", arguments.node, context=Context("spawn"))
            self.ask.run_child(functions, given, frozenset({"spawn"}), node, False, pool=pool)
        for values in arguments.all():
            self.interp.objects.escape(values)

    def _function_to_interpreter(self, function: Function, node: ast.AST, name: str) -> None:
        if not (function.local or function.is_lambda) or function.wraps or function.owner is not None:
            return
        state = state_of(function.node)
        if state:
            words = "this lambda" if function.is_lambda else f"`{function.name}`"
            origin = Place(function.source, function.node)
            obstacle = Obstacle("state", words, (state,), origin, function)
            self._refuse_to_interpreter(
                Handoff(self.interp.place(node), ALL_METHODS, obstacle, "function", api.PICKLED, name)
            )

    def _refuse_to_interpreter(self, event: Handoff) -> None:
        if not self.interp.unsure and not any(region.expects for region in self.interp.regions):
            self.interp.emit(event)


def state_of(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> str:
    """Return what keeps a function from being stateless, as the source has it; empty where it is."""
    parameters = node.args
    for default in (*parameters.defaults, *parameters.kw_defaults):
        if default is not None:
            return "a default value"
    body = node.body if isinstance(node.body, list) else [node.body]
    inside = [inner for statement in body for inner in walk(statement)]
    bound = {a.arg for a in (*parameters.posonlyargs, *parameters.args, *parameters.kwonlyargs)}
    bound |= {a.arg for a in (parameters.vararg, parameters.kwarg) if a is not None}
    shared: set[str] = set()
    for inner in inside:
        if isinstance(inner, ast.Name) and not isinstance(inner.ctx, ast.Load):
            bound.add(inner.id)
        elif isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound.add(inner.name)
        elif isinstance(inner, ast.arg):
            bound.add(inner.arg)
        elif isinstance(inner, (ast.Import, ast.ImportFrom)):
            bound |= {(alias.asname or alias.name).partition(".")[0] for alias in inner.names}
        elif isinstance(inner, ast.ExceptHandler) and inner.name:
            bound.add(inner.name)
        elif isinstance(inner, (ast.MatchAs, ast.MatchStar)) and inner.name:
            bound.add(inner.name)
        elif isinstance(inner, ast.MatchMapping) and inner.rest:
            bound.add(inner.rest)
        elif isinstance(inner, (ast.Global, ast.Nonlocal)):
            shared |= set(inner.names)
    for inner in inside:
        if isinstance(inner, ast.Name) and inner.id not in _BUILTINS and (inner.id not in bound or inner.id in shared):
            return f"`{inner.id}`"
    return ""
