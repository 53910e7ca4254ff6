"""The hooks as pre-commit runs them: it builds an environment from this checkout and holds back a commit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import FUNCTION_TO_POOL, LAMBDA_TO_POOL, ROOT

pytestmark = [
    pytest.mark.extras,
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
]

NOT_OURS = shutil.ignore_patterns(
    ".git", ".venv*", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info", "build", "dist"
)


BY_HAND = ("pre-commit", "run", "--hook-stage", "manual")


def run(*command: str, cwd: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a command without the user's own git configuration."""
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{
            f"GIT_{who}_{what}": "test@example.invalid" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        },
        "PRE_COMMIT_HOME": str(cwd.parent / "pre-commit-home"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    for name in [name for name in environment if name in {"GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"}]:
        del environment[name]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=600, check=False)
    if check and done.returncode:
        raise AssertionError(f"{command} exits with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with what lies in this checkout now: pre-commit itself leaves untracked files out."""
    download = ["download", "--quiet", "--no-deps", "--dest", ".", "hatchling"]
    pip = subprocess.run(
        [sys.executable, "-m", "pip", *download],
        cwd=tmp_path_factory.mktemp("pip"),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if pip.returncode and "connection broken" in pip.stderr:
        pytest.skip("pip reaches no package index, and pre-commit installs from one")
    folder = tmp_path_factory.mktemp("source") / "checkout"
    shutil.copytree(ROOT, folder, ignore=NOT_OURS)
    run("git", "init", "--quiet", cwd=folder)
    run("git", "add", "--all", cwd=folder)
    run("git", "commit", "--quiet", "--message", "All of it", cwd=folder)
    return folder


@pytest.fixture(scope="module")
def project(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of a user whose commits pass our hook first."""
    folder = tmp_path_factory.mktemp("user") / "project"
    folder.mkdir()
    run("git", "init", "--quiet", cwd=folder)
    revision = run("git", "rev-parse", "HEAD", cwd=checkout).stdout.strip()
    (folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {checkout.as_uri()}\n  rev: {revision}\n  hooks:\n  - id: flake8-mp\n"
        # The others share its environment, and are run by hand.
        "  - id: flake8-mp-project\n    stages: [manual]\n  - id: flake8-mp-fix\n    stages: [manual]\n",
        encoding="utf-8",
    )
    run("git", "add", ".pre-commit-config.yaml", cwd=folder)
    run("git", "commit", "--quiet", "--message", "Ask for the hook", cwd=folder)
    run("pre-commit", "install", "--install-hooks", cwd=folder)
    return folder


def commit(project: Path, name: str, text: str) -> subprocess.CompletedProcess[str]:
    """Try to commit one file, after dropping what an earlier try has left."""
    run("git", "reset", "--quiet", "--hard", cwd=project)
    (project / name).write_text(text, encoding="utf-8")
    run("git", "add", name, cwd=project)
    return run("git", "commit", "--message", f"Add {name}", cwd=project, check=False)


def test_a_commit_that_breaks_is_held_back(project: Path) -> None:
    before = run("git", "rev-parse", "HEAD", cwd=project).stdout
    done = commit(project, "bad.py", LAMBDA_TO_POOL)
    assert done.returncode == 1, done.stderr
    assert "MP201 [lambda-handoff]" in done.stdout + done.stderr
    assert "--> bad.py:5:24" in done.stdout + done.stderr
    assert run("git", "rev-parse", "HEAD", cwd=project).stdout == before


def test_a_commit_that_is_fine_passes(project: Path) -> None:
    done = commit(project, "good.py", FUNCTION_TO_POOL)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout + done.stderr
    assert run("git", "log", "--format=%s", "-1", cwd=project).stdout == "Add good.py\n"


def test_stub_files_are_checked_and_other_files_are_not(project: Path) -> None:
    assert commit(project, "bad.pyi", LAMBDA_TO_POOL).returncode == 1
    assert commit(project, "bad.txt", LAMBDA_TO_POOL).returncode == 0


def test_the_configuration_of_the_project_holds(project: Path) -> None:
    run("git", "reset", "--quiet", "--hard", cwd=project)
    (project / ".flake8").write_text("[flake8]\nper-file-ignores =\n    scratch.py: MP201\n", encoding="utf-8")
    run("git", "add", ".flake8", cwd=project)
    run("git", "commit", "--quiet", "--message", "Ignore what is in scratch.py", cwd=project)
    assert commit(project, "scratch.py", LAMBDA_TO_POOL).returncode == 0
    assert commit(project, "other.py", LAMBDA_TO_POOL).returncode == 1


def test_what_the_project_leaves_out_is_left_out_although_it_is_named(project: Path) -> None:
    run("git", "reset", "--quiet", "--hard", cwd=project)
    (project / "pyproject.toml").write_text('[tool.flake8_mp]\nextend-exclude = ["old"]\n', encoding="utf-8")
    (project / "old").mkdir(exist_ok=True)
    run("git", "add", "pyproject.toml", cwd=project)
    run("git", "commit", "--quiet", "--message", "Leave out what is old", cwd=project)
    assert commit(project, "old/bad.py", LAMBDA_TO_POOL).returncode == 0
    assert commit(project, "new.py", LAMBDA_TO_POOL).returncode == 1


def test_a_file_that_cannot_be_checked_holds_back_the_commit(project: Path) -> None:
    done = commit(project, "broken.py", LAMBDA_TO_POOL + "(")
    assert done.returncode == 1
    assert "broken.py: line 6: " in done.stdout + done.stderr


def test_the_hook_for_the_whole_project_finds_what_is_wrong(project: Path) -> None:
    run("git", "reset", "--quiet", "--hard", cwd=project)
    (project / "bad.py").write_text(LAMBDA_TO_POOL, encoding="utf-8")
    run("git", "add", "bad.py", cwd=project)
    done = run(*BY_HAND, "flake8-mp-project", "--files", "bad.py", cwd=project, check=False)
    assert done.returncode == 1, done.stderr
    assert "--> bad.py:5:24" in done.stdout


def test_the_second_hook_fixes(project: Path) -> None:
    run("git", "reset", "--quiet", "--hard", cwd=project)
    (project / "bad.py").write_text(LAMBDA_TO_POOL, encoding="utf-8")
    run("git", "add", "bad.py", cwd=project)
    line = (*BY_HAND, "flake8-mp-fix", "--files", "bad.py")
    done = run(*line, cwd=project, check=False)
    assert done.returncode == 1, done.stderr
    assert "files were modified by this hook" in done.stdout
    assert "lambda" not in (project / "bad.py").read_text(encoding="utf-8")
    assert run(*line, cwd=project, check=False).returncode == 0


@pytest.mark.skipif(not os.environ.get("CI"), reason="CI only: it installs flake8-mp once more")
def test_try_repo_finds_what_is_wrong(checkout: Path, project: Path) -> None:
    run("git", "reset", "--quiet", "--hard", cwd=project)
    (project / "bad.py").write_text(LAMBDA_TO_POOL, encoding="utf-8")
    run("git", "add", "bad.py", cwd=project)
    done = run("pre-commit", "try-repo", str(checkout), "flake8-mp", "--files", "bad.py", cwd=project, check=False)
    assert done.returncode == 1, done.stderr
    assert "--> bad.py:5:24" in done.stdout
