"""What makes objects that were tried on pickle: it keeps what it gets, and may give something else."""

from __future__ import annotations

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall
from flake8_mp.facts.library.holders import STREAMS
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.values import NONE, NOTHING, Const, Obj, Reference, Values


class MeasuredTypes(Model):
    """Acts on the rows of ``library/measured_types.py``: what makes objects that were tried on pickle.

    Owns: the kinds of those rows.
    """

    def effect_keeps(self, call: LibraryCall) -> Values | None:
        # The parameters that its row names make it something else; not a file, which pickle refuses itself.
        if _given({word: part for word, part in call.bound.items() if word != "file" or not _is_file(part[1])}):
            return self.interp.hooks.call_plain(call.name, call.arguments)
        self._release(call.arguments)
        return None

    def effect_perhaps(self, call: LibraryCall) -> Values | None:
        # It can be false, which `Conditions.truth` knows by its kind.
        return self.effect_keeps(call)

    def effect_with_handlers(self, call: LibraryCall) -> Values | None:
        # Lib/logging/handlers.py: behind the queue come the handlers, each of which has a lock.
        self._release(call.arguments)
        return None if len(call.arguments.args) > 1 else NOTHING

    def effect_or_none(self, call: LibraryCall) -> Values | None:
        found = self.effect_keeps(call)
        return found if found is not None or call.obj is None else (call.obj, *NONE)

    def effect_by_keyword(self, call: LibraryCall) -> Values | None:
        # Only the parameters that its row names make it what the row says.
        self._release(call.arguments)
        return None if _given(call.bound) else NOTHING

    def effect_holds(self, call: LibraryCall) -> Values | None:
        # It is pickled with what it was made with.
        given = Arguments(call.node, kwargs=dict(call.bound))
        return self.interp.effects["namespace"](call._replace(arguments=given, bound={}))

    def effect_chain(self, call: LibraryCall) -> Values:
        # Lib/collections/__init__.py: it keeps the very mappings that it is given, in a list, and is pickled with them.
        made = self.interp.make("ChainMap", call.node)
        maps = [values for _, values in call.arguments.args]
        self.interp.given.keep(made, "args", (self.interp.containers.container("tuple", call.node, maps),))
        return (made,)

    def _release(self, arguments: Arguments) -> None:
        for values in arguments.all():
            self.interp.objects.escape(values)


def _given(bound: Bound) -> bool:
    """Return whether one of these parameters is given, and not switched off."""
    return any(not (isinstance(v, Const) and not v.value) for _, values in bound.values() for v in values)


def _is_file(values: Values) -> bool:
    """Return whether values are open files for certain."""
    return bool(values) and all(
        (isinstance(v, Reference) and v.name in STREAMS) or (isinstance(v, Obj) and v.kind == "file") for v in values
    )
