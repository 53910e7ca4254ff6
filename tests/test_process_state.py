"""What modules keep for the process is what a child process has under fork, and has not under spawn."""

from __future__ import annotations

import json
import pydoc
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_mp.facts.library.process_state import STATES, ProcessState

PROGRAM = """
import json
import multiprocessing

PROBES = {probes!r}


def probe(number):
    return eval(PROBES[number])


if __name__ == "__main__":
    context = multiprocessing.get_context({method!r})
    new = [probe(number) for number in range(len(PROBES))]
    for sample in {samples!r}:
        exec(sample)
    changed = [probe(number) for number in range(len(PROBES))]
    with context.Pool(1) as pool:
        print(json.dumps([new, changed, pool.map(probe, range(len(PROBES)))]))
"""


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_child_has_what_its_parent_has_set_under_fork_only(method: str, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    probes, samples = [state.probe for state in STATES], [state.sample for state in STATES]
    program.write_text(PROGRAM.format(probes=probes, samples=samples, method=method))
    run = subprocess.run([sys.executable, program], capture_output=True, text=True, timeout=60, check=True)
    new, changed, child = json.loads(run.stdout)
    assert all(one != other for one, other in zip(new, changed, strict=True))
    assert child == (changed if method == "fork" else new)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.words)
def test_functions_are_those_of_the_standard_library(state: ProcessState) -> None:
    assert [name for name in (state.sets[0], *state.needs) if not callable(pydoc.locate(name))] == []
    assert ("{}" in state.words) == state.named
    assert all(state.needs.values()) == state.named
