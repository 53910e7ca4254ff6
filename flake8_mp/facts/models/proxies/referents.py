"""What the methods of a program's own classes return through a proxy.

``AutoProxy`` (``Lib/multiprocessing/managers.py``) sends back what a method returns, pickled: who calls it has a copy.
"""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import PathEnded
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import (
    BLOCKS,
    CHANNELS,
    FORKS,
    MANAGERS,
    POOLS,
    PROCESSES,
)
from flake8_mp.facts.values import NOTHING, Class, Function, Method, Obj, Values

_OTHER_SUBJECTS = (*PROCESSES, *FORKS, *CHANNELS, *POOLS, *BLOCKS)
_DONE_OTHERWISE = frozenset({"property", "staticmethod", "classmethod", "contextmanager"})


class Referents(Model):
    """Follows the methods of what a manager keeps to what they return.

    Owns: what stands behind proxies of the kind ``proxy``.
    """

    _listens_for = MANAGERS

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._kept: dict[int, Obj | None] = {}
        """By the proxy, what it stands for."""

    def answer_special_attribute(self, obj: Obj, name: str, node: ast.AST) -> Values | None:
        if obj.kind == "proxy" and self._method(obj, name) is not None:
            return (Method(obj, name),)
        return None

    def answer_call_builtin_method(self, receiver: Obj, name: str, arguments: Arguments) -> Values | None:
        method = self._method(receiver, name) if receiver.kind == "proxy" else None
        if method is None or method in self.interp.active:
            return None
        with self.interp.report.silenced():
            try:
                values = self.interp.calls.call_function(method, arguments, self._kept[receiver.ident])
            except PathEnded:
                return NOTHING
        return self.ask.fetch_copy(values, receiver, arguments.node)

    def _method(self, proxy: Obj, name: str) -> Function | None:
        """Return the method that a proxy asks the server to call, None where it is not a plain one, or unknown."""
        kept = self._behind(proxy)
        found = self.interp.objects.class_attribute(kept.cls, name) if kept is not None and kept.cls else None
        method = found[0] if found is not None and len(found) == 1 and not name.startswith("_") else None
        if not isinstance(method, Function) or method.is_async or method.kinds & _DONE_OTHERWISE:
            return None
        return None if self.interp.objects.is_generator(method) else method

    def _behind(self, proxy: Obj) -> Obj | None:
        """Return an instance for what a proxy stands for, None where that is not one of the program's own classes."""
        if proxy.ident not in self._kept:
            self._kept[proxy.ident] = None
            values = self.ask.referent_of(proxy)
            value = values[0] if len(values) == 1 else None
            arguments = Arguments(proxy.node, more=True)
            try:
                with self.interp.report.silenced():
                    if isinstance(value, Class) and self._is_plain(value):
                        values = self.interp.calls.instantiate(value, arguments)
                    elif isinstance(value, Function):
                        values = self.interp.calls.call_function(value, Arguments(proxy.node))
            except PathEnded:
                values = ()
            kept = values[0] if len(values) == 1 else None
            if isinstance(kept, Obj) and kept.kind == "instance" and kept.cls is not None and self._is_plain(kept.cls):
                self._kept[proxy.ident] = kept
        return self._kept[proxy.ident]

    def _is_plain(self, cls: Class) -> bool:
        """Return whether all that a class is made of is known, and nothing of it is about processes itself."""
        lineage, _, complete = self.interp.objects.lineage(cls)
        words = {name for each in lineage for name in each.source.names_in(each.node)}
        return complete and not any(subject in word for word in words for subject in _OTHER_SUBJECTS)
