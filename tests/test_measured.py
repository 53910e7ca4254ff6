"""What was measured of pickle is what this Python does, and what the linter's table says."""

from __future__ import annotations

import importlib
import multiprocessing
import pickle
import platform
import shlex
import subprocess
import sys
from multiprocessing import context
from typing import Any

import pytest

from flake8_mp.facts.library import api, holders, measured, measured_types, outside
from flake8_mp.facts.library.kinds import KINDS
from flake8_mp.facts.models.handover.left_out import KEPT
from flake8_mp.rule import with_article
from flake8_mp.selfcheck.record import platforms
from tests.conftest import ROOT

measure: Any = importlib.import_module("benchmarks.measure_types")
HERE = shlex.quote(sys.executable)
NOT_MADE = {"absent", "unmade"}
BAD = {"refused", "lost"}
_IF = "with_handlers"
"""The effect of rows that say that something cannot be pickled only where it is made with what its sample is not."""


def seen(jobs: list[Any]) -> dict[str, set[str]]:
    """Return the verdicts of this Python by the name."""
    found: dict[str, set[str]] = {}
    for name, _, verdict, _, _ in measure.answers(HERE, jobs):
        found.setdefault(name, set()).add(verdict)
    return found


@pytest.fixture(scope="module")
def record() -> Any:
    return measure.load_record()


@pytest.fixture(scope="module")
def standard() -> dict[str, set[str]]:
    return seen(measure.standard_jobs(HERE))


def test_the_table_is_what_the_record_says() -> None:
    run = subprocess.run(
        [sys.executable, ROOT / "benchmarks/measure_types.py", "--check"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "as recorded\n", "")


def test_this_standard_library_refuses_what_the_table_says(standard: dict[str, set[str]]) -> None:
    named = [
        *(
            name
            for name, row in measured_types.FUNCTIONS.items()
            if name not in measured.BY_KEYWORD and row.effect != _IF
        ),
        *(f"{n} by keyword" for n in measured.BY_KEYWORD),
    ]
    checked = {name: standard[name] for name in named if standard.get(name, NOT_MADE) - NOT_MADE}
    assert len(checked) > 100
    assert {name: verdicts for name, verdicts in checked.items() if not verdicts <= BAD | NOT_MADE} == {}


@pytest.mark.parametrize("name", sorted(holders.REFUSED - holders.STREAMS))
def test_this_standard_library_refuses_what_its_modules_have(name: str) -> None:
    module, _, attribute = name.rpartition(".")
    with pytest.raises((TypeError, AttributeError, ValueError, pickle.PicklingError)):
        pickle.dumps(getattr(importlib.import_module(module), attribute))


def test_this_standard_library_pickles_what_is_recorded(record: Any, standard: dict[str, set[str]]) -> None:
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    recorded: dict[str, set[str]] = {}
    for row in record.values():
        recorded.setdefault(row.name, set()).update(v for v, versions in row.seen.items() if version in versions)
    pickles = [name for name, verdicts in recorded.items() if verdicts == {"pickles"} and name in standard]
    if not pickles:
        pytest.skip(f"nothing is recorded of Python {version}")
    assert len(pickles) > 500
    different = {name: standard[name] for name in pickles if not standard[name] <= {"pickles"} | NOT_MADE}
    measured_on = platforms().get(version, "").partition(",")[0]
    if different and platform.python_version() != measured_on:
        pytest.xfail(f"Python {platform.python_version()} differs from {measured_on}, which was measured: {different}")
    assert different == {}


def test_installed_packages_refuse_what_the_table_says() -> None:
    releases = measure.installed(HERE)
    jobs = [job for package, job in measure.samples("packages") if package in releases]
    if not jobs:
        pytest.skip("none of the packages is installed")
    found = seen(jobs)
    # What pickles is in the table as well where its methods make something that does not.
    refused = {
        name
        for name, row in measured_types.FUNCTIONS.items()
        if row.makes in KINDS and KINDS[row.makes].pickles == "no"
    }
    rows = {name: found[name] for name in refused if name in found}
    assert {name: verdicts for name, verdicts in rows.items() if not verdicts <= BAD | NOT_MADE} == {}


def test_what_is_written_by_hand_agrees_with_the_record(record: Any) -> None:
    always = measure.always(record.values())
    recorded = {row.name for row in record.values()}
    by_hand = {name for name in (*holders.FUNCTIONS, *outside.FUNCTIONS) if name in recorded}
    by_hand = {name for name in by_hand if KINDS.get(api.FUNCTIONS[name].makes) and not api.FUNCTIONS[name].effect}
    assert len(by_hand) > 40
    assert by_hand - always.keys() == set()


def test_every_kind_of_the_table_is_known() -> None:
    made = [
        row.makes
        for rows in (measured_types.FUNCTIONS, *measured_types.METHODS.values())
        for row in rows.values()
        if row.makes
    ]
    refused = {kind for kind in made if kind in KINDS}
    assert {kind for kind in refused if KINDS[kind].pickles != "no"} == set()
    # The others only have methods that make what is refused.
    assert set(made) - refused == {"jinja2.Environment", "cryptography.hazmat.primitives.ciphers.Cipher"}


def test_what_ends_or_blocks_its_process_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "TIME_LIMIT", 5.0)
    jobs = [
        ["first", ["[]"]],
        ["ends it", ["os._exit(3)"]],
        ["blocks it", ["threading.Event().wait()"]],
        ["refused", ["threading.Lock()"]],
        ["inherited", ["multiprocessing.Lock()"]],
        ["changed", ["iter({})"]],
        ["lost", ["urllib.error.ContentTooShortError('x', b'')"]],
        ["unmade", ["len(1)"]],
        ["absent", ["no_such_module.thing()"]],
    ]
    verdicts = {name: verdict for name, _, verdict, _, _ in measure.answers(HERE, jobs)}
    assert verdicts == {
        "first": "pickles",
        "ends it": "no answer",
        "blocks it": "no answer",
        "refused": "refused",
        "inherited": "inherited",
        "changed": "changed",
        "lost": "lost",
        "unmade": "unmade",
        "absent": "absent",
    }


def test_what_a_function_makes_is_not_called_like_the_function() -> None:
    def is_class(name: str) -> bool:
        module, _, last = name.rpartition(".")
        try:
            return isinstance(getattr(importlib.import_module(module), last), type)
        except (ImportError, AttributeError, ValueError):
            return True  # of what is not installed nothing is known

    functions = {name for name in measured_types.FUNCTIONS if not is_class(name)}
    made = {name: measured_types.KINDS.get(measured_types.FUNCTIONS[name].makes, "") for name in functions}
    assert {name for name, words in made.items() if words.rpartition(".")[2] == name.rpartition(".")[2]} == set()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("multiprocessing.Lock", "a `Lock`"),
        ("threading.RLock", "a `threading.RLock`"),
        ("threading.BoundedSemaphore", "a `threading.BoundedSemaphore`"),
        ("numpy.nditer", "a `numpy.nditer` object"),
        ("Attempt", "an `Attempt`"),
        ("outcome", "an `outcome` object"),
        ("library.Client.lock", "the result of `Client.lock()`"),
        ("an open file", "an open file"),
    ],
)
def test_how_messages_call_a_kind(name: str, shown: str) -> None:
    assert with_article(name) == shown


@pytest.mark.parametrize("name", KEPT)
def test_a_copy_of_a_primitive_has_what_its_own_state_says_and_nothing_else(name: str) -> None:
    made = getattr(multiprocessing.get_context("spawn"), name)(*([1] if name == "Barrier" else []))
    made.added = "by a subclass"
    spawning: Any = object()
    context.set_spawning_popen(spawning)
    try:
        state = made.__getstate__()
    finally:
        context.set_spawning_popen(None)
    copy = object.__new__(type(made))
    copy.__setstate__(state)
    assert vars(copy)
    assert set(vars(copy)) <= set(KEPT[name].split())
