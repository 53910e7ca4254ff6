"""Handlers that need words which the code has nowhere are not called, and that changes nothing that is found."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library import api
from flake8_mp.facts.library.channels import CHANNELS
from flake8_mp.facts.library.kinds import BLOCKS, SEMAPHORES
from flake8_mp.facts.library.locks import MUTEXES
from flake8_mp.facts.models import subjects
from flake8_mp.facts.models.model import needs_of
from flake8_mp.facts.models.proxies.servers import MANAGERS
from flake8_mp.facts.runs import run
from flake8_mp.facts.runs.connect import connect, contains, needs, planned, roles
from flake8_mp.facts.runs.models import MODELS
from flake8_mp.facts.source import Source
from flake8_mp.settings import Settings

SETTINGS = Settings(enable=frozenset({"MP"}))
SUBJECTS = {
    "processes": (subjects.PROCESSES, {"Process"}),
    "channels": (subjects.CHANNELS, CHANNELS | {"Event", "Pipe"}),
    "locks": (subjects.LOCKS, MUTEXES | {"Condition", "Semaphore", "BoundedSemaphore", "Value", "Array"}),
    "numbers": (subjects.NUMBERS, {"Value", "Array", "RawValue", "RawArray", "SharedMemory"}),
    "primitives": (subjects.PRIMITIVES, SEMAPHORES),
    "blocks": (subjects.BLOCKS, BLOCKS),
    "managers": (subjects.MANAGERS, MANAGERS),
    "pools": (subjects.POOLS, {"Pool", "ProcessPoolExecutor", "ThreadPool", "ThreadPoolExecutor"}),
    "generators": (subjects.GENERATORS, {"random.Random", "numpy generator"}),
    "forks": (subjects.FORKS, set()),
}
"""By subject, its words, and the kinds of objects that are made by what bears one of them."""


def parsed(path: Path) -> Source:
    """Return a file as the facts see it."""
    text = path.read_text()
    return Source(ast.parse(text), text, str(path))


def events(interp: Interpreter) -> list[tuple[str, int]]:
    """Return the kinds and lines of what happens."""
    return [(type(event).__name__, getattr(event.place.node, "lineno", 0)) for event in interp.report.events]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_makes_a_kind_bears_one_of_the_words_of_its_subject(subject: str) -> None:
    words, kinds = SUBJECTS[subject]
    names = [name for name, row in (api.FUNCTIONS | api.CONTEXT).items() if row.makes in kinds]
    names += [name for name, real in api.ALIASES.items() if getattr(api.FUNCTIONS.get(real), "makes", "") in kinds]
    if subject == "forks":
        names = [name for name, row in api.FUNCTIONS.items() if row.effect in ("fork", "forkpty")]
    assert names
    assert [name for name in names if not any(word in name for word in words)] == []


def test_what_is_needed_is_said_of_handlers_that_are_there() -> None:
    handled = {needs_of(model, name) for model in MODELS for name, form, _ in roles(model) if form}
    assert needs(MODELS) == handled - {()}
    assert needs(MODELS, from_the_start=True) < needs(MODELS)


def test_fewer_are_called_where_the_words_are_missing() -> None:
    interp = Interpreter(Source(ast.parse(""), "", "program.py"), SETTINGS)
    parts = tuple(type(part) for part in (interp, interp.hooks, *interp.parts))

    def handled(plan: frozenset[tuple[str, ...]]) -> int:
        return sum(
            len(handlers) for _, _, layers, _ in planned(MODELS, parts, plan).operations for _, handlers in layers
        )

    assert handled(frozenset()) < handled(needs(MODELS))


def test_a_module_that_has_the_words_wakes_who_needs_them(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text(
        "import multiprocessing\n\n\ndef keep():\n    return multiprocessing.Manager().list([[]])\n"
    )
    program = tmp_path / "program.py"
    program.write_text(
        "from helper import keep\n\nif __name__ == '__main__':\n    kept = keep()\n    kept[0].append(1)\n"
    )
    source = parsed(program)
    assert not contains(source, "Manager")
    everybody = Interpreter(parsed(program), SETTINGS)
    connect(everybody).run_module()
    found = events(run.run(source, SETTINGS))
    assert ("ProxyUse", 5) in found
    assert found == events(everybody)


def test_handlers_needed_from_the_start_are_called_from_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "helper.py").write_text("import logging\n\nlogger = logging.getLogger('a')\n")
    program = tmp_path / "program.py"
    program.write_text(
        "from multiprocessing import Process\nfrom helper import logger\n\n\ndef work():\n    logger.info('x')\n\n\n"
        "if __name__ == '__main__':\n    Process(target=work).start()\n"
    )
    begun = []

    def counted(*arguments: object, **named: object) -> object:
        begun.append(arguments)
        return connect(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(run, "connect", counted)
    interp = run.run(parsed(program), SETTINGS)
    assert len(begun) == 2
    everybody = Interpreter(parsed(program), SETTINGS)
    connect(everybody).run_module()
    assert events(interp) == events(everybody)


def test_nobody_gives_by_name_what_is_passed_on_by_position() -> None:
    interp = Interpreter(Source(ast.parse(""), "", "program.py"), SETTINGS)
    parts = tuple(type(part) for part in (interp, interp.hooks, *interp.parts))
    passed = {operation for operation, _, _, arity in planned(MODELS, parts, needs(MODELS)).operations if arity}
    assert {"binop", "call", "touch"} <= passed
    facts = Path(run.__file__).parents[1]
    named = {
        f"{path.name}: {call.func.attr}"
        for path in facts.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.keywords
        if call.func.attr in passed and not getattr(call.func.value, "attr", "_").startswith("_")
    }
    assert named == set()
