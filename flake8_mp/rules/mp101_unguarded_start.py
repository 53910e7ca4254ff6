"""MP101: unguarded start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flake8_mp.facts.events import Start
from flake8_mp.facts.importers import holds_tests
from flake8_mp.facts.module import MOST_OTHERS, Module
from flake8_mp.facts.source import stretches_in
from flake8_mp.facts.tree import is_top_statement
from flake8_mp.rule import LONGEST_MESSAGE, Details, Finding, Rule, with_article


class UnguardedStart(Rule):
    """Importing the file starts a process.

    Under spawn and forkserver a child process imports the main module before it does anything else. If this import
    starts a process, multiprocessing raises RuntimeError in the child ("An attempt has been made to start a new
    process before the current process has finished its bootstrapping phase"). A Process is lost while the parent
    continues and exits with code 0, a Pool replaces its workers without end, an executor raises BrokenProcessPool.
    Under fork the child imports nothing, so the program works until it runs on macOS, on Windows or on Python
    3.14.

    All code at module level is run on import: calls, class bodies, default arguments, decorators, loops. Creating
    an object is harmless where that starts nothing: `Process(...)` and `ProcessPoolExecutor()` start no process.

    What follows a start at module level, up to the next definition, is one finding: one guard covers it all.

    Instead: start processes in functions, and call these functions under `if __name__ == "__main__":`. In a module
    that other modules import, create the pool on first use, in a function that the program calls. In a file of tests,
    start them in `setUp` or in a fixture.
    """

    code = "MP101"
    message = "importing this file starts {what}; {remedy}"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        together: dict[object, list[Start]] = {}
        stretches = stretches_in(module.source.tree)
        for start in module.of(Start):
            if start.test is None:
                stretch = stretches.get(module.source.around.statement_of(start.place.node))
                together.setdefault((stretch, start.methods), []).append(start)
        for starts in together.values():
            first, *others = sorted(starts, key=lambda each: each.place.span)
            yield self._finding(module, first, others)

    def _finding(self, module: Module, start: Start, others: list[Start]) -> Finding:
        calls = [place for place in start.trace if place != start.place]
        tests = holds_tests(module.source)
        # In a module of a package the guard helps if nothing needs what it would hide.
        is_program = not tests and (
            module.is_program
            or (
                not module.is_only_imported
                and bool(calls)
                and is_top_statement(start.place.source.tree, start.place.node)
            )
        )
        guard = 'put it under `if __name__ == "__main__":`'
        remedy = guard if is_program else "start it in a function that the program calls"
        if tests:
            remedy = "create it in `setUp` or a fixture"
        words = ["called here"] * (len(calls) - 1) + ["started here"]
        related = [place.related(each) for place, each in zip(calls, words, strict=False)]
        places = dict.fromkeys(each.place for each in others if each.place.span != start.place.span)
        related += [place.related("also started here") for place in places][:MOST_OTHERS]
        span, details = start.place.span, replace(Details.of(start), is_program=is_program)
        what = with_article(start.what)
        if len(self.message.format(what=what, remedy=remedy)) > LONGEST_MESSAGE:
            remedy = "start them in a function"
        return self.finding(span, start.methods, tuple(related), start, details, what=what, remedy=remedy)
