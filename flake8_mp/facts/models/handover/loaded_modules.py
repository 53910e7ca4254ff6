"""Modules that a program loads from a file itself: pickle does not find their functions.

``importlib.util.module_from_spec()`` and ``runpy.run_path()`` enter nothing into ``sys.modules``, where pickle looks a
function up by the name of its module (``Lib/pickle.py``, ``whichmodule`` and ``save_global``).
"""

from __future__ import annotations

import ast
import re

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import Handoff, Obstacle, Place
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.values import UNBOUND, Context, Each, Obj, Partial, Value, Values, constant_of, union

_MODULE = "loaded module"
_NAMES = "names of a loaded module"
_MEMBER = "member of a loaded module"
_LOADERS = {"importlib.util.module_from_spec": _MODULE, "runpy.run_path": _NAMES}
_REGISTERS = re.compile(r"\bsys\.modules\b|\bimport\b.*\bmodules\b|\bcopyreg\b|pickle_by_value")
"""What code names that sees to it that the functions are found."""


class LoadedModules(Model):
    """Looks for workers that are functions of modules which only the program has loaded.

    Owns: modules that are made from a specification, and what is in them.
    Emits: :class:`Handoff`.
    """

    _listens_for = ("module_from_spec", "run_path")
    _from_the_start = True

    def answer_call_plain(self, name: str, arguments: Arguments) -> Values | None:
        if name in _LOADERS and not _REGISTERS.search(self.interp.frame.source.code):
            return (self.interp.make(_LOADERS[name], arguments.node),)
        if name == "getattr" and len(arguments.args) > 1:
            modules = arguments.args[0][1]
            if len(modules) == 1 and isinstance(modules[0], Obj) and modules[0].kind == _MODULE:
                text = constant_of(arguments.args[1][1])
                if not isinstance(text, str) or not text.startswith("_"):
                    return union(self._member(modules[0], arguments.node), *(v for _, v in arguments.args[2:]))
        return None

    def _member(self, module: Obj, node: ast.AST) -> Values:
        return (self.interp.make(_MEMBER, node, parent=module),)

    def answer_special_attribute(self, obj: Obj, name: str, node: ast.AST) -> Values | None:
        return self._member(obj, node) if obj.kind == _MODULE and not name.startswith("_") else None

    def answer_item(self, obj: Obj, index: Values, node: ast.Subscript) -> Values | None:
        return self._member(obj, node) if obj.kind == _NAMES else None

    def after_value_sent(self, values: Values, send: api.Send, node: ast.AST, via: str, context: Context) -> None:
        if send.role != "function" or context.dill or self.interp.unsure:
            return
        known = [value for value in values if value is not UNBOUND and not isinstance(value, Each)]
        modules = [module for value in known for module in self._modules_of(value)]
        methods = self.ask.pickled_under(send.transport, context)
        if not modules or len(modules) < len(known) or not methods or self._is_registered(modules):
            return
        if not any(region.expects for region in self.interp.regions):
            place, origin = self.interp.place(node), Place(modules[0].source, modules[0].node)
            obstacle = Obstacle("unregistered", "a function whose module is not in `sys.modules`", origin=origin)
            self.interp.emit(Handoff(place, methods, obstacle, send.role, send.transport, via, origin))

    def _modules_of(self, value: Value) -> list[Obj]:
        """Return the module that a worker is a function of, or the one that a partial calls."""
        if isinstance(value, Partial) and len(value.functions) == 1:
            return self._modules_of(value.functions[0])
        if isinstance(value, Obj) and value.kind == _MEMBER and value.parent is not None:
            return [value.parent]
        return []

    def _is_registered(self, modules: list[Obj]) -> bool:
        """Return whether code on the way may enter the modules where pickle looks for them."""
        sources = [self.interp.source, self.interp.frame.source, *(module.source for module in modules)]
        sources += [place.source for place in self.interp.world.trace]
        return any(_REGISTERS.search(source.code) for source in sources)
