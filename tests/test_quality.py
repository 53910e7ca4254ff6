"""The gates that other tools keep, as tests, so that one command runs everything."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize(
    "gate",
    [
        pytest.param(["ruff", "check", "."], id="ruff-check"),
        pytest.param(["ruff", "format", "--check", "."], id="ruff-format"),
        pytest.param(["mypy"], id="mypy"),
        pytest.param(
            # The plugin on what starts processes; the command reads all, without the plugins beside ours.
            [
                "flake8",
                "--select",
                "MP",
                "--mp-enable",
                "MP",
                "flake8_mp/selfcheck",
                "flake8_mp/frontends/run.py",
                "benchmarks/measure_forks.py",
            ],
            id="ourselves",
        ),
        pytest.param(
            # What benchmarks/reports/wrong is there for is to be found.
            [
                *("flake8_mp", "--enable", "MP", "--no-cache", "--extend-exclude"),
                "benchmarks/reports/right,benchmarks/reports/wrong",
                *("flake8_mp", "tests", "benchmarks"),
            ],
            id="ourselves-by-the-command",
        ),
    ],
)
def test_gate(gate: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-m", *gate],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stdout
