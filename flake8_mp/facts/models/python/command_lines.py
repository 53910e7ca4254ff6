"""What argparse makes of a command line: a namespace, and the files that it opens (``Lib/argparse.py``, FileType)."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import (
    NONE,
    NOTHING,
    STABLE,
    Const,
    Obj,
    Reference,
    Values,
    const,
    constant_of,
    is_none,
    texts_of,
    union,
)

_SWITCHES = {"store_true": False, "store_false": True}
"""By the action of a switch, what it is where it is not given."""
_SHOWN = frozenset({"help", "version"})
"""Actions that print something and end the program."""


class CommandLines(Model):
    """Follows parsers of command lines.

    Owns: the kinds ``argparse action`` and ``FileType``, namespaces that were parsed.
    """

    _parsed = Slot[bool]("by the namespace, whether a command line was parsed into it")

    def effect_add_argument(self, call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        types = call.arguments.kwargs.get("type", (None, ()))[1]
        words = [constant_of(values) for _, values in call.arguments.args]
        given = call.arguments.kwargs.get("dest", (None, ()))[1]
        named = constant_of(given) or next((w for w in words if isinstance(w, str) and w[:2] == "--"), None)
        named = named or (words[0] if words else None)
        if isinstance(named, str) and types and all(isinstance(v, Obj) and v.kind == "FileType" for v in types):
            file = self.interp.make("file", call.node)
            values: Values = (file,)
            otherwise = call.arguments.kwargs.get("default", (None, NONE))[1]
            if words and str(words[0]).startswith("-") and "required" not in call.arguments.kwargs:
                # A text is opened as well; anything else is taken as it is.
                taken = tuple(v for v in otherwise if not (isinstance(v, Const) and isinstance(v.value, str)))
                values = union(values, taken) if taken else values
            if "nargs" not in call.arguments.kwargs and "action" not in call.arguments.kwargs:
                self.interp.set_attribute(obj.ident, named.lstrip("-").replace("-", "_"), values)
        elif isinstance(named, str) and constant_of(call.arguments.kwargs.get("action", (None, ()))[1]) not in _SHOWN:
            default: Values = ()
            if "nargs" not in call.arguments.kwargs and "action" not in call.arguments.kwargs:
                default = _converted(call.arguments.kwargs.get("default", (None, ()))[1], types)
            switch = constant_of(call.arguments.kwargs.get("action", (None, ()))[1])
            if switch in _SWITCHES and "default" not in call.arguments.kwargs:
                default = (const(_SWITCHES[switch]),)
            plain = len(default) == 1 and isinstance(default[0], Const) and isinstance(default[0].value, (str, int))
            among = self._choices(call.arguments) if plain or _may_be_missing(call.arguments, words) is not None else ()
            if among and not plain:
                default, plain = NONE, bool(_may_be_missing(call.arguments, words))
            chosen = self.ask.option(default if plain else (), call.node, among)
            self.interp.set_attribute(obj.ident, named.lstrip("-").replace("-", "_"), chosen)
        return (self.interp.make("argparse action", call.node),)

    def _choices(self, arguments: Arguments) -> tuple[Const, ...]:
        """Return the constants of which an option is one where the command line has it; none if that is not known."""
        if arguments.more or not {"nargs", "action"}.isdisjoint(arguments.kwargs):
            return ()
        return texts_of(self.interp.containers.elements(arguments.kwargs.get("choices", (None, ()))[1]))

    def effect_parse_args(self, call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        names = self.interp.attributes(obj.ident)
        if not names:
            return (STABLE,)
        made = self.interp.make("namespace", call.node)
        self.interp.clear_attributes(made.ident)
        self._parsed.set(True, made.ident)
        for each in names:
            self.interp.set_attribute(made.ident, each, self.interp.store.get((obj.ident, each)) or (STABLE,))
        return (made,)

    @only_with("argparse")
    def refine_call_plain(self, values: Values, name: str, arguments: Arguments) -> Values:
        spaces = arguments.args[0][1] if name == "vars" and len(arguments.args) == 1 else ()
        space = spaces[0] if len(spaces) == 1 else None
        if not isinstance(space, Obj) or space.kind != "namespace" or self._parsed.found(space.ident) is None:
            return values
        made = self.interp.make("dict", arguments.node)
        names = self.interp.attributes(space.ident)
        for each in names:
            self.interp.containers.keep_element(made, each, self.interp.store.get((space.ident, each)) or NOTHING)
        self.interp.containers.keep_keys(made, names)
        self.interp.containers.keep_rest(made, ())
        return (made,)

    @only_with("argparse")
    def answer_special_attribute(self, obj: Obj, name: str, node: ast.AST) -> Values | None:
        if obj.kind == "namespace" and name != "__dict__" and self._parsed.found(obj.ident) is not None:
            return (STABLE,)
        return None


def _may_be_missing(arguments: Arguments, words: list[object]) -> bool | None:
    """Return whether an option is None where it is not given; None where its default is not known."""
    default = arguments.kwargs.get("default", (None, NONE))[1]
    if not all(map(is_none, default)):
        return None
    required = constant_of(arguments.kwargs.get("required", (None, ()))[1]) is True
    return str(words[0]).startswith("-") and not required


def _converted(default: Values, types: Values) -> Values:
    """Return what a default is that is a text: argparse gives it to the type, as it does what the command line says."""
    text = constant_of(default)
    if isinstance(text, str) and len(types) == 1 and isinstance(types[0], Reference) and types[0].name == "int":
        return (const(int(text)),) if text.strip().isdecimal() else default
    return default
