"""Runs a file, and begins again where another module that it uses needs more models."""

from __future__ import annotations

from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.runs.connect import connect
from flake8_mp.facts.runs.reach import RestartNeeded
from flake8_mp.facts.source import Source
from flake8_mp.settings import Settings

MOST_BEGINNINGS = 3
"""So often a file is begun again with more models; then all handlers are called."""


def run(source: Source, settings: Settings) -> Interpreter:
    """Run a file and return what has run it."""
    sources = [source]
    for _ in range(MOST_BEGINNINGS):
        interp = Interpreter(source, settings)
        try:
            connect(interp, sources=sources).run_module()
        except RestartNeeded as unheard:
            sources.append(unheard.source)
            interp.forget()
        else:
            return interp
    interp = Interpreter(source, settings)
    connect(interp).run_module()
    return interp
