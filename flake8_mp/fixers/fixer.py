"""What a fixer is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from flake8_mp.rule import Finding

if TYPE_CHECKING:
    import libcst as cst

    from flake8_mp.fixers.draft import Draft
    from flake8_mp.fixers.program import Program


class NoFix(Exception):
    """There is no fix for a finding; the text says why in a few words, and may be shown to people."""


class OneLine(NoFix):
    """A fix needs a statement on lines of its own that shares its line with another one, or with its header."""

    def __init__(self, why: str, node: cst.CSTNode) -> None:
        super().__init__(why)
        self.node = node
        """The statement with its neighbours on one line, or the block behind a colon."""


class Fixer:
    """Fixes the findings of one rule; a subclass in ``mp201_lambda_handoff`` is the fixer of MP201.

    The first sentence of its docstring is its row in the table of fixes.
    """

    applicability: ClassVar[str] = "safe"
    """What its fixes are: ``safe``, ``unsafe``, or ``safe, unsafe``."""
    unsafe: ClassVar[str] = ""
    """Why the unsafe ones are, to complete a sentence; empty where none is."""

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Write the edits that fix a finding.

        Raises :class:`NoFix` where no change is certain to be the right one.
        """
        raise NotImplementedError
