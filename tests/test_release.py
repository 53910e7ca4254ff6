"""What a release needs: a workflow that says what docs/releases.md says, and distributions that are complete."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from flake8_mp import __version__
from flake8_mp.rule import all_rules
from tests.conftest import ROOT
from tests.documents import blocks, text_of

WORKFLOW = ROOT / ".github" / "workflows" / "release.yml"
TEXT = WORKFLOW.read_text(encoding="utf-8")
JOBS: dict[str, Any] = yaml.safe_load(TEXT)["jobs"]


def steps() -> list[dict[str, Any]]:
    return [step for job in JOBS.values() for step in job["steps"]]


class TestWorkflow:
    def test_actions_are_pinned_to_commits(self) -> None:
        used = [step["uses"] for step in steps() if "uses" in step]
        assert used
        for action in used:
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action), action

    def test_only_what_publishes_may_sign(self) -> None:
        may = {name for name, job in JOBS.items() if job["permissions"].get("id-token") == "write"}
        assert may == {"publish"}
        assert set(JOBS["publish"]["needs"]) == {"test", "build"}
        assert JOBS["publish"]["environment"]["name"] == "pypi"
        assert "password" not in TEXT

    def test_it_checks_as_the_page_says(self) -> None:
        reported = "\n".join(block for block in blocks("docs/releases.md", "sh"))
        run = "\n".join(step.get("run", "") for step in steps())
        for command in ("python -m build", "twine check --strict dist/*"):
            assert command in reported
            assert command in run

    @pytest.mark.skipif(sys.platform == "win32", reason="it is a script for a POSIX shell")
    @pytest.mark.parametrize(("tag", "status"), [(f"v{__version__}", 0), ("v9.9.9", 1), (__version__, 1)])
    def test_a_tag_that_is_not_the_version_is_refused(self, tmp_path: Path, tag: str, status: int) -> None:
        [script] = [step["run"] for step in steps() if step.get("name") == "Refuse a tag that is not the version"]
        (tmp_path / "flake8_mp").mkdir()
        for name in ("flake8_mp/__init__.py", "CHANGELOG.md"):
            (tmp_path / name).write_text(text_of(name), encoding="utf-8")
        (tmp_path / "dist").mkdir()
        (tmp_path / "dist" / f"flake8_mp-{__version__}-py3-none-any.whl").touch()
        environment = {"GITHUB_REF_NAME": tag, "PATH": "/usr/bin:/bin"}
        run = subprocess.run(["sh", "-e", "-c", script], cwd=tmp_path, env=environment, check=False)
        assert run.returncode == status


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the source distribution and the wheel of this checkout."""
    folder: Path = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return folder


@pytest.mark.extras
@pytest.mark.skipif(
    find_spec("build") is None or find_spec("twine") is None, reason="build and twine are not installed (extra release)"
)
class TestDistributions:
    def test_twine_is_content(self, dist: Path) -> None:
        command = [sys.executable, "-m", "twine", "check", "--strict", *map(str, dist.iterdir())]
        run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert run.returncode == 0, run.stdout + run.stderr

    def test_the_wheel_has_every_rule_and_its_programs(self, dist: Path) -> None:
        with zipfile.ZipFile(dist / f"flake8_mp-{__version__}-py3-none-any.whl") as wheel:
            names = set(wheel.namelist())
        for rule in all_rules():
            stem = f"{rule.code.lower()}_{rule.name.replace('-', '_')}"
            assert f"flake8_mp/rules/{stem}.py" in names
            assert any(name.startswith(f"flake8_mp/_fixtures/{stem}/") for name in names)
        assert {name.partition("/")[0] for name in names} == {"flake8_mp", f"flake8_mp-{__version__}.dist-info"}

    def test_the_source_has_what_the_tests_read(self, dist: Path) -> None:
        with tarfile.open(dist / f"flake8_mp-{__version__}.tar.gz") as source:
            names = {name.partition("/")[2] for name in source.getnames()}
        assert {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "mkdocs.yml", ".ci/run", "docs/hooks.py"} <= names
        assert {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").glob("*.py")} <= names
