"""MP109: effect at import."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import Circumstance
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule

_SAYS = {
    "input": "asks for input again",
    "chdir": "changes its folder again",
    "mkdir": "fails to make this folder",
    "append": "writes to this file again",
    "truncate": "empties this log",
}


class EffectAtImport(Rule):
    """The main module does something when it is imported that must be done once.

    Children of spawn and forkserver import the main module, and do again what stands outside of its guard. They
    ask for input, and get the end of it or take away their parent's; they change into a relative folder that they
    are in already; they make a folder that is there by now, and die of it, so that a pool starts workers without
    end; they append a line that is in the file already, or empty the log that their parent writes. Since Python
    3.14 the server of forkserver does it once more, and its children do not.

    Instead: do it under `if __name__ == "__main__":`, and hand the result to the workers as an argument.
    """

    code = "MP109"
    message = "each child {problem} on its import; move this under the `__main__` guard"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for event in module.of(Circumstance):
            if event.problem in _SAYS:
                yield self.finding(event.place.span, event.methods, problem=_SAYS[event.problem], event=event)
