"""The names of a module as a dict: ``globals()``, ``vars(module)``, ``module.__dict__``, and what is bound by them."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.values import (
    NONE,
    NOTHING,
    UNBOUND,
    Const,
    Frame,
    Imported,
    Method,
    Obj,
    Value,
    Values,
    constant_of,
    union,
)

_MISSING = frozenset({"KeyError", "LookupError", "Exception"})
"""What is caught where a name may be missing."""
_WORDS = ("globals", "__dict__", "vars", "setattr")


class ModuleNames(Model):
    """Binds names of modules that are given as texts.

    Owns: the kind ``module names``.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._frames: dict[int, Frame] = {}
        """By such a dict, where the names of its module are bound."""

    def _names_of(self, frame: Frame, node: ast.AST) -> Values:
        made = self.interp.make("module names", node, tag=str(frame.ident))
        self._frames[made.ident] = frame
        return (made,)

    def _module(self, value: Value) -> Frame | None:
        """Return where the names of a module of the project are bound, None where it is not followed."""
        if not isinstance(value, Imported) or not value.frame:
            return None
        return self.interp.modules.get(value.path)

    def effect_own_names(self, call: LibraryCall) -> Values:
        over = self.interp.syntax.node_around(call.node)
        if not (isinstance(over, ast.Subscript) and isinstance(over.ctx, ast.Load)):
            self.interp.hooks.globals_taken()
        return self._names_of(self.interp.frame.module, call.node)

    @only_with("globals")
    def answer_item(self, obj: Obj, index: Values, node: ast.Subscript) -> Values | None:
        if obj.kind != "module names":
            return None
        frame, names = self._frames[obj.ident], self._names_in(index, node)
        values = self.interp.store.get((frame.ident, names[0])) if len(names) == 1 else None
        if values is None or UNBOUND in values or self.interp.ready_for(_MISSING):
            return NOTHING
        return self.interp.hooks.read_from_module(node, names[0], frame, values)

    @only_with("__dict__")
    def answer_attribute(self, value: Value, name: str, node: ast.AST) -> Values | None:
        frame = self._module(value) if name == "__dict__" else None
        return self._names_of(frame, node) if frame is not None else None

    @only_with("vars")
    def refine_call_plain(self, values: Values, name: str, arguments: Arguments) -> Values:
        if name == "vars" and len(arguments.args) == 1 and len(arguments.args[0][1]) == 1:
            frame = self._module(arguments.args[0][1][0])
            if frame is not None:
                return self._names_of(frame, arguments.node)
        return values

    def answer_special_attribute(self, obj: Obj, name: str, node: ast.AST) -> Values | None:
        return (Method(obj, name),) if obj.kind == "module names" else None

    def answer_call_builtin_method(self, receiver: Obj, name: str, arguments: Arguments) -> Values | None:
        if receiver.kind != "module names":
            return None
        if name == "update":
            self.interp.binding.target = arguments.node
            known = {key: values for key, (_, values) in arguments.kwargs.items()}
            for _, values in arguments.args:
                known |= self.interp.joining.merged(values)[0]
            for key, values in known.items():
                self._bind(self._frames[receiver.ident], [key], values, arguments.node)
            return NONE
        for values in arguments.all():
            self.interp.objects.escape(values)
        return NOTHING

    @only_with(*_WORDS)
    def after_set_item(self, owners: Values, index: Values, values: Values, node: ast.AST) -> None:
        for owner in owners:
            if isinstance(owner, Obj) and owner.kind == "module names":
                self._bind(self._frames[owner.ident], self._names_in(index, node), values, node)

    def _names_in(self, index: Values, node: ast.AST) -> list[str]:
        """Return the names that a subscript can ask for; nothing where it can be any other."""
        written = node.slice if isinstance(node, ast.Subscript) else None
        if not isinstance(written, ast.JoinedStr):
            return _texts(index)
        text = ""
        for part in written.values:
            value: object = part.value if isinstance(part, ast.Constant) else None
            if isinstance(part, ast.FormattedValue) and part.conversion < 0 and part.format_spec is None:
                value = constant_of(self.interp.expressions.eval(part.value))
            if not isinstance(value, str):
                return []
            text += value
        return [text]

    @only_with("setattr")
    def before_call_plain(self, name: str, arguments: Arguments) -> None:
        if name != "setattr" or len(arguments.args) != 3:
            return
        owners, names, values = (given for _, given in arguments.args)
        frame = self._module(owners[0]) if len(owners) == 1 else None
        if frame is not None and len(names) > 1:
            self._bind(frame, _texts(names), values, arguments.node)

    def _bind(self, frame: Frame, names: list[str], values: Values, node: ast.AST) -> None:
        """Bind one of several names of a module to a value."""
        self.interp.binding.target = node
        for name in names:
            before = self.interp.imports.demand(frame, name) if len(names) > 1 else None
            if before is None and len(names) > 1:
                # Which of the names it is, is not known, and this one the module does not have.
                continue
            given = union(before, values) if before is not None else values
            if frame.source is self.interp.source:
                self.interp.hooks.bound_global(name, node)
                self.interp.store.set((frame.ident, name), given)
            else:
                module = Imported(self.interp.names.get(frame.ident, ""), frame.source.path, frame.ident)
                self.interp.imports.bind_in(module, name, given)


def _texts(values: Values) -> list[str]:
    """Return the texts that a value can be; nothing where it can be anything else."""
    texts = [v.value for v in values if isinstance(v, Const) and isinstance(v.value, str)]
    return texts if len(texts) == len(values) else []
