"""What the processes of the server are given to do; each task is pickled, and so is what it returns."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from flake8_mp.in_use import InUse
from flake8_mp.rule import NON_RULES, Finding
from flake8_mp.settings import Settings

Result = TypeVar("Result", covariant=True)


class Task(Generic[Result]):
    """Something to do in a process of its own."""

    def run(self) -> Result:
        """Do it. What it raises reaches the code that has asked for it."""
        raise NotImplementedError


@dataclass(frozen=True)
class Checked:
    """What came of the check of a text."""

    findings: tuple[Finding, ...] = ()
    silenced: tuple[Finding, ...] = ()
    """What a ``# noqa`` keeps from being reported."""
    problem: str = ""
    """Why the text could not be checked, in one line; empty where it was."""
    consulted: frozenset[str] = frozenset()
    """The other files that were looked for, whether they are there or not."""
    grades: Mapping[str, str] = field(default_factory=dict)
    """How grave each code that was found is unless the user says otherwise."""
    places: tuple[tuple[int, int], ...] = ()
    """Of a notebook, for each line that was checked, the cell and the line in it, both from 1."""
    source: str = ""
    """Of a notebook, what was checked."""
    in_use: tuple[InUse, ...] = ()
    """Where processes are made, and by which start methods."""


@dataclass(frozen=True)
class Check(Task[Checked]):
    r"""Find what is wrong with a text, with ``\n`` between its lines, that lies at a path.

    ``here`` is the folder from which patterns of files are meant; a file that one of ``excluded`` matches is left out.
    """

    path: str
    text: str
    settings: Settings
    here: str
    excluded: tuple[str, ...] = ()
    unused_noqa: bool = False
    in_use: bool = False
    """Whether the start methods are wanted that are in use."""

    def run(self) -> Checked:
        """Ask the engine. Raises nothing."""
        from flake8_mp.engine import matters
        from flake8_mp.facts import files
        from flake8_mp.frontends.checking import Request, check_text
        from flake8_mp.frontends.reporting import name_and_severity
        from flake8_mp.frontends.suppression import Suppressions
        from flake8_mp.settings import matches

        go_to(self.here)
        if matches(self.path, self.excluded):
            return Checked()
        files.consulted.clear()
        noqa_counts = self.unused_noqa and "noqa" in self.text.lower()
        if not noqa_counts and not matters(self.text, self.path):
            return Checked(consulted=frozenset(files.consulted))
        request = Request(self.path, self.settings, noqa=False, idle_noqa=self.unused_noqa, in_use=self.in_use)
        answer = check_text(request, self.text)
        kept = frozenset(Suppressions(self.text).kept(answer.findings))
        silenced = tuple(each for each in answer.findings if each.code not in NON_RULES and each not in kept)
        left = tuple(each for each in answer.findings if each not in silenced)
        grades = {code: name_and_severity(code)[1] for code in {each.code for each in answer.findings}}
        consulted = frozenset(files.consulted)
        return Checked(left, silenced, answer.problem, consulted, grades, in_use=answer.in_use)


@dataclass(frozen=True)
class CheckCells(Task[Checked]):
    r"""Find what is wrong with the cells of a notebook, each with ``\n`` between its lines.

    Cells that are not Python are None. ``check`` is how it is done; its text is not looked at.
    """

    cells: tuple[str | None, ...]
    check: Check

    def run(self) -> Checked:
        """Join the cells and ask the engine. Raises nothing."""
        import json

        from flake8_mp.frontends import notebook

        cells: list[dict[str, object]] = [
            {"cell_type": "markdown" if text is None else "code", "metadata": {}, "source": text or ""}
            for text in self.cells
        ]
        try:
            found = notebook.read(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}))
        except notebook.NotebookError as error:
            return Checked(problem=str(error))
        if found.problems:
            return Checked(problem=str(found.problems[0]))
        checked = replace(self.check, text=found.source).run()
        places = tuple(found.place(line) for line in range(1, found.source.count("\n") + 1))
        return replace(checked, places=places, source=found.source)


@dataclass(frozen=True)
class Silence(Task[dict[int, str]]):
    r"""Add a ``# noqa`` for findings; the text has ``\n`` between its lines."""

    text: str
    findings: tuple[Finding, ...]

    def run(self) -> dict[int, str]:
        """Return the lines that change, by their numbers from 1; none where no comment can stand."""
        from flake8_mp.frontends.add_noqa import sound
        from flake8_mp.frontends.suppression import Suppressions

        wanted = Suppressions(self.text).additions(self.findings)
        return dict(sound(self.text.split("\n"), {number: line for number, line in wanted.items() if line is not None}))


@dataclass(frozen=True)
class WritePage(Task[None]):
    """Write the page of a code, with its programs, into the folder of the cache."""

    code: str
    folder: str

    def run(self) -> None:
        """Write it; where that fails, the short page stays."""
        from flake8_mp.frontends.lsp.rule_pages import write_page

        write_page(self.code, self.folder)


def go_to(folder: str) -> None:
    """Make a folder the current one: patterns without a slash are compared with the names of folders below it."""
    if folder:
        with contextlib.suppress(OSError):
            os.chdir(folder)


def warm_up() -> None:
    """Import what every check needs, and run the linter once, so that the first file does not pay for it."""
    from flake8_mp.engine import lint

    lint("import multiprocessing\nif __name__ == '__main__':\n    multiprocessing.Process(target=print).start()\n")
