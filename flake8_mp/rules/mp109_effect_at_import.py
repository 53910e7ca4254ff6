"""MP109: effect at import."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flake8_mp.facts.events import Circumstance, related_to
from flake8_mp.facts.importers import holds_tests
from flake8_mp.facts.module import Module
from flake8_mp.rule import Details, Finding, Rule

_MESSAGES = {
    "input": "asks for input again",
    "chdir": "changes the directory again",
    "mkdir": "fails to create this directory",
    "create": "fails to create this file",
    "append": "appends to this file again",
    "truncate": "empties this file",
    "each empties": "empties this file again",
}


class EffectAtImport(Rule):
    """Importing the main module does something that must be done only once.

    Under spawn and forkserver a child process imports the main module, and repeats everything outside the entry
    guard. Input is asked for again: the child gets an EOFError, or takes the input that its parent waits for. A
    relative directory is entered from inside that directory. A directory is created that already exists: the child
    ends with FileExistsError, and a pool replaces its workers without end. A line is appended to a file a second
    time. A file that is opened for writing is emptied while the parent writes to it; workers that write to it have it
    opened each for itself, and write over each other.

    Since Python 3.14 the server process of forkserver imports the main module once, and its children do not.

    Instead: do it under `if __name__ == "__main__":`, and pass the result to the workers as an argument. In a
    module that other modules import, do it in a function that the program calls. What workers have to write, they
    return, and the parent writes it.
    """

    code = "MP109"
    message = "each child process {problem}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        tests = holds_tests(module.source)
        is_program = module.calls_its_program and not tests
        remedy = 'put it under `if __name__ == "__main__":`'
        if not is_program:
            remedy = "do it in `setUp` or a fixture" if tests else "do it in a function that the program calls"
        for event in module.of(Circumstance):
            if event.problem in _MESSAGES:
                span, details = event.place.span, replace(Details.of(event), is_program=is_program)
                problem, by_workers = _MESSAGES[event.problem], event.problem == "each empties"
                instead = "let workers return what the parent is to write" if by_workers else remedy
                related = related_to(event.cause, "a worker writes to it here" if by_workers else "done here")
                yield self.finding(span, event.methods, related, event, details, problem=problem, remedy=instead)
