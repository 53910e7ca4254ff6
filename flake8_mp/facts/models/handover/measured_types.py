"""What makes objects that were tried on pickle: it keeps what it gets, and may give something else."""

from __future__ import annotations

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.library.holders import STREAMS
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.values import NONE, NOTHING, Const, Context, Obj, Reference, Values


class MeasuredTypes(Model):
    """Acts on the rows of ``library/measured_types.py``: what makes objects that were tried on pickle.

    Owns: the kinds of those rows.
    """

    def effect_keeps(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values | None:
        # The parameters that its row names make it something else; not a file, which pickle refuses itself.
        if _given({word: part for word, part in bound.items() if word != "file" or not _is_file(part[1])}):
            return self.interp.hooks.call_plain(name, arguments)
        self._release(arguments)
        return None

    def effect_perhaps(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values | None:
        # It can be false, which `Conditions.truth` knows by its kind.
        return self.effect_keeps(name, arguments, bound, obj, context)

    def effect_with_handlers(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values | None:
        # Lib/logging/handlers.py: behind the queue come the handlers, each of which has a lock.
        self._release(arguments)
        return None if len(arguments.args) > 1 else NOTHING

    def effect_or_none(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values | None:
        found = self.effect_keeps(name, arguments, bound, obj, context)
        return found if found is not None or obj is None else (obj, *NONE)

    def effect_by_keyword(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values | None:
        # Only the parameters that its row names make it what the row says.
        self._release(arguments)
        return None if _given(bound) else NOTHING

    def effect_holds(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values | None:
        # It is pickled with what it was made with.
        given = Arguments(arguments.node, kwargs=dict(bound))
        return self.interp.effects["namespace"](name, given, {}, obj, context)

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
