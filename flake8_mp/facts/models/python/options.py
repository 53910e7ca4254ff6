"""What whoever runs a program may choose: options of the command line, variables of the environment, their defaults."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import PathEnded
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import last_name, walk
from flake8_mp.facts.values import (
    NOTHING,
    Chosen,
    Const,
    Function,
    Method,
    Reference,
    Value,
    Values,
    const,
    constant_of,
    texts_of,
    union,
)

_SOURCES = ("argparse", "environ", "getenv", "click", "typer")
_COMMANDS = ("click", "typer")
_OPTIONS = frozenset({"click.option", "click.argument", "typer.Option", "typer.Argument"})
_SEVERAL = frozenset({"multiple", "nargs", "is_flag", "count"})
"""Keywords of an option that is something else than its default looks like."""
_PLAIN = (ast.Constant, ast.Name, ast.Attribute, ast.BinOp, ast.UnaryOp)
_Choices = tuple[Const, ...]
_Definition = ast.FunctionDef | ast.AsyncFunctionDef


class Options(Model):
    """Follows what can be chosen from outside, and on which paths a run with the defaults comes by.

    Owns: variables of the environment, parameters of commands of click and typer.
    """

    _listens_for = _SOURCES

    _left = Slot[bool]("by the option, whether a run with its default does not come here")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._options: dict[ast.AST | None, str] = {}
        """By where an option stands, the word for it."""

    # -- where they come from -------------------------------------------------------------------------------------

    def option(self, default: Values, node: ast.AST, among: tuple[Const, ...] = ()) -> Values:
        """Return what an option is that has a default: that, or what is chosen instead, of these if there are any."""
        self._options.setdefault(node, str(len(self._options)))
        return union(default, (Chosen(True, node, among),))

    @only_with("environ", "getenv")
    def refine_call(self, values: Values, callee: Value, arguments: Arguments) -> Values:
        looked_up = isinstance(callee, Reference) and callee.name == "os.getenv"
        if len(arguments.args) == 2 and not arguments.kwargs and (looked_up or self._is_environment(arguments.node)):
            default = arguments.args[1][1]
            if _is_plain(default):
                return self.option(default, arguments.node)
        return values

    def _is_environment(self, call: ast.AST) -> bool:
        """Return whether a call is one of ``os.environ.get``."""
        called = call.func if isinstance(call, ast.Call) else None
        if not isinstance(called, ast.Attribute) or called.attr != "get":
            return False
        return self.interp.frame.source.segment(called.value) in ("os.environ", "environ")

    def refine_call_plain(self, values: Values, name: str, arguments: Arguments) -> Values:
        if name != "int" or len(arguments.args) != 1 or not self._options:
            return values
        given = arguments.args[0][1]
        default = constant_of(_without(given))
        if len(given) < 2 or not isinstance(default, (str, int)):
            return values
        try:
            return self.resting_on((const(int(default)),), given)
        except ValueError:
            return values

    @only_with(*_COMMANDS)
    def answer_call_method(self, callee: Method, arguments: Arguments) -> Values | None:
        function = callee.function
        if callee.name != "<command>" or function is None or isinstance(function.node, ast.Lambda):
            return None
        given = Arguments(arguments.node, more=True)
        for name, (node, default, among) in self._defaults(function, function.node).items():
            if _is_plain(default) or among:
                given.kwargs[name] = (arguments.node, self.option(default if _is_plain(default) else (), node, among))
        if not given.kwargs:
            return None
        try:
            self.interp.calls.call_function(function, given)
        except PathEnded:
            pass
        return NOTHING

    def _defaults(self, function: Function, node: _Definition) -> dict[str, tuple[ast.AST, Values, _Choices]]:
        """Return where the options of a command stand, their defaults and choices, by the parameter."""
        found: dict[str, tuple[ast.AST, Values, _Choices]] = {}
        parameters = node.args
        positional = [*parameters.posonlyargs, *parameters.args]
        late = positional[len(positional) - len(parameters.defaults) :]
        written = [*zip(late, parameters.defaults, strict=True)]
        written += [(p, d) for p, d in zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True) if d is not None]
        for parameter, default in written:
            found[parameter.arg] = parameter, function.defaults.get(parameter.arg, NOTHING), ()
            if isinstance(default, ast.Call) and self._makes_option(default, function):
                found[parameter.arg] = parameter, self._default_of(default, default.args[:1], function), ()
        for decorator in node.decorator_list:
            name = _parameter_of(decorator)
            if isinstance(decorator, ast.Call) and name and self._makes_option(decorator, function):
                value = self._default_of(decorator, [], function)
                found[name] = decorator, value, self._choices_of(decorator, value, function)
        return found

    def _makes_option(self, call: ast.Call, function: Function) -> bool:
        called = self._evaluated(call.func, function)
        return len(called) == 1 and isinstance(called[0], Reference) and called[0].name in _OPTIONS

    def _default_of(self, call: ast.Call, first: list[ast.expr], function: Function) -> Values:
        if any(keyword.arg in _SEVERAL for keyword in call.keywords):
            return NOTHING
        written = [*first, *(k.value for k in call.keywords if k.arg == "default")]
        return self._evaluated(written[0], function) if written else NOTHING

    def _choices_of(self, call: ast.Call, default: Values, function: Function) -> _Choices:
        """Return the constants of which an option is one: those of a ``click.Choice``, unless it may be None."""
        written = {keyword.arg: keyword.value for keyword in call.keywords}
        kind = written.get("type")
        if not isinstance(kind, ast.Call) or not kind.args or not _SEVERAL.isdisjoint(written):
            return ()
        required = getattr(written.get("required"), "value", last_name(call.func) == "argument") is True
        is_certain = _is_plain(default) or (required and "default" not in written)
        if not is_certain or self._evaluated(kind.func, function) != (Reference("click.Choice"),):
            return ()
        if isinstance(kind.args[0], (ast.List, ast.Tuple)):
            return texts_of(union(*(self._evaluated(element, function) for element in kind.args[0].elts)))
        return texts_of(self.interp.containers.elements(self._evaluated(kind.args[0], function)))

    def _evaluated(self, node: ast.expr, function: Function) -> Values:
        """Return what an expression of the definition of a function is."""
        if not all(isinstance(n, _PLAIN) for n in walk(node)):
            return NOTHING
        frame, self.interp.frame = self.interp.frame, function.frame
        try:
            return self.interp.expressions.eval(node)
        finally:
            self.interp.frame = frame

    # -- which way a run with the defaults goes -------------------------------------------------------------------

    def assumed(self, values: Values) -> Values:
        """Return what a value is in a run with the defaults of the options that it rests on."""
        if not self._options:
            return values
        chosen = [v for v in values if isinstance(v, Chosen)]
        if not chosen or len(chosen) == len(values) or any(self._is_left(v) for v in chosen):
            return values
        return _without(values)

    def resting_on(self, values: Values, *others: Values) -> Values:
        """Return values that rest on the options on which others do."""
        return union(
            values, tuple(Chosen(v.stable, v.option) for each in others for v in each if isinstance(v, Chosen))
        )

    def _is_left(self, chosen: Chosen) -> bool:
        word = self._options.get(chosen.option)
        return word is None or self._left.values(of=word) == (const(True),)

    def after_refine(self, test: ast.AST, holds: bool) -> None:
        chosen = self._chosen_in(test) if self._options else []
        if chosen and self._holds(test) is not holds:
            for each in chosen:
                self._left.set(True, of=self._options[each.option])
            self.ask.leaves_defaults()

    def _chosen_in(self, test: ast.AST) -> list[Chosen]:
        """Return what a test is about that can be chosen."""
        return [
            value
            for node in walk(test)
            for value in self.interp.conditions.quiet_value(node)
            if isinstance(value, Chosen) and value.option in self._options
        ]

    def _holds(self, test: ast.AST) -> bool | None:
        """Return whether a test holds in a run with the defaults, None where that is not known."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            inner = self._holds(test.operand)
            return None if inner is None else not inner
        if isinstance(test, ast.BoolOp):
            stop = isinstance(test.op, ast.Or)
            parts = {self._holds(part) for part in test.values}
            return stop if stop in parts else None if None in parts else not stop
        conditions = self.interp.conditions
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            left, right = self._default_value(test.left), self._default_value(test.comparators[0])
            return conditions.truth(conditions.compared(left, test.ops[0], right))
        return conditions.truth(self._default_value(test))

    def _default_value(self, node: ast.AST) -> Values:
        if isinstance(node, ast.Constant):
            return (const(node.value),)
        return _without(self.interp.conditions.quiet_value(node)) or NOTHING


def _is_plain(default: Values) -> bool:
    """Return whether a default is a number or a text."""
    return len(default) == 1 and isinstance(default[0], Const) and isinstance(default[0].value, (str, int))


def _without(values: Values) -> Values:
    """Return what a value is where nothing else is chosen."""
    return tuple(value for value in values if not isinstance(value, Chosen))


def _parameter_of(decorator: ast.expr) -> str:
    """Return the parameter that an option is given as: the last name without dashes, or that of the long option."""
    words = [
        a.value for a in getattr(decorator, "args", ()) if isinstance(a, ast.Constant) and isinstance(a.value, str)
    ]
    names = [word for word in words if not word.startswith("-")] or [word for word in words if word.startswith("--")]
    return names[0].partition("/")[0].lstrip("-").replace("-", "_").lower() if names else ""
