"""Questions about what whoever runs a program may choose."""

from __future__ import annotations

import ast

from flake8_mp.facts.values import STABLE, Const, Values, union


class OptionQuestions:
    """Options, and a run of the program with their defaults."""

    def option(self, default: Values, node: ast.AST, among: tuple[Const, ...] = ()) -> Values:
        """Return what an option is that has a default: that, or what is chosen instead, of these if there are any."""
        return union(default, (STABLE,))

    def assumed(self, values: Values) -> Values:
        """Return what a value is in a run with the defaults of the options that it rests on.

        It is the value itself where such a run does not come here.
        """
        return values

    def resting_on(self, values: Values, *others: Values) -> Values:
        """Return values that rest on the options on which others do."""
        return values

    def leaves_defaults(self) -> None:
        """Called on a path on which no run comes by that has the defaults of all options."""
