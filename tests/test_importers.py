"""Which modules of packages are scripts that only lie there: the advice about them depends on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flake8_mp.engine import lint
from flake8_mp.facts import files
from flake8_mp.frontends.fix_policy import Policy
from flake8_mp.frontends.fixing import apply_fixes
from tests.conftest import EVERYTHING, time_limit

GUARD = 'put it under `if __name__ == "__main__":`'
FUNCTION = "start it in a function that the program calls"
SCRIPT = (
    "import multiprocessing as mp\n\n\ndef work(number):\n    print(number)\n\n\n"
    "pool = mp.Pool(2)\npool.map(work, [1])\npool.close()\npool.join()\n"
)
MODULE = "import multiprocessing as mp\n\npool = mp.Pool(2)\n\n\ndef work(items):\n    return pool.map(abs, items)\n"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "tool").mkdir()
    (tmp_path / "tool" / "__init__.py").touch()
    yield tmp_path
    files.unsaved.clear()


def advice(folder: Path, text: str = SCRIPT, name: str = "tool/run.py") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    (finding,) = [each for each in lint(text, str(path)) if each.code == "MP101"]
    return finding.message.partition("; ")[2]


def test_what_nobody_imports(folder: Path) -> None:
    assert advice(folder) == GUARD
    # Its top level only binds names: what would use them?
    assert advice(folder, MODULE) == FUNCTION


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("tool/other.py", "from .run import work\n", FUNCTION),
        ("tool/other.py", "def work():\n    from tool.run import work\n", FUNCTION),
        ("tool/other.py", "from tool import run\n", FUNCTION),
        ("tool/__init__.py", "from . import (\n    other,\n    run,\n)\n", FUNCTION),
        ("main.py", "import tool.run\n", FUNCTION),
        ("main.py", "MODULES = ['tool.run']\n", FUNCTION),
        ("tool/__init__.py", "import pkgutil\nLOADED = list(pkgutil.iter_modules(__path__))\n", FUNCTION),
        ("manage.py", "", FUNCTION),
        ("tool/__main__.py", "", FUNCTION),
        # Another module of the name, another folder, a file, and only a word:
        ("main.py", "from other.run import work\n", FUNCTION),
        ("other/main.py", "from .run import work\n", GUARD),
        ("other/main.py", "import importlib\nload = importlib.import_module\n", GUARD),
        ("main.py", "import subprocess\nsubprocess.run(['python', 'tool/run.py'])\n", GUARD),
        ("main.py", "# import tool.run\nrun = 1\n", GUARD),
    ],
)
def test_who_may_import_it(name: str, text: str, expected: str, folder: Path) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    if name == "other/main.py":
        (path.parent / "run.py").write_text("def work(): ...\n", encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    assert advice(folder) == expected


def test_tests_are_imported(folder: Path) -> None:
    assert advice(folder, name="tool/test_run.py") == GUARD
    assert advice(folder, f"{SCRIPT}\n\ndef test_work():\n    work(1)\n", "tool/test_run.py") == FUNCTION


def test_users_of_a_library_import_what_it_does_not_use_itself(folder: Path) -> None:
    public = f"{SCRIPT}\n\ndef more():\n    pass\n"
    assert advice(folder, public) == GUARD
    (folder / "pyproject.toml").touch()
    assert advice(folder, public) == FUNCTION
    assert advice(folder) == GUARD


def test_an_import_that_an_editor_has_not_saved(folder: Path) -> None:
    other = folder / "tool" / "other.py"
    other.touch()
    assert advice(folder) == GUARD
    files.unsaved[str(other)] = "from .run import work\n"
    assert advice(folder) == FUNCTION
    assert str(other) in files.consulted


def test_a_project_of_many_files(folder: Path) -> None:
    for number in range(500):
        (folder / f"each{number}.py").touch()
    with time_limit(5):
        assert advice(folder) == FUNCTION


def test_its_fix_is_the_guard(folder: Path) -> None:
    path = folder / "tool" / "run.py"
    text = "import multiprocessing as mp\n\nprocess = mp.Process(target=print)\nprocess.start()\n"
    path.write_text(text, encoding="utf-8")
    safe = Policy(False, frozenset({"MP101"}))
    guarded = text.replace("process.start()", '\nif __name__ == "__main__":\n    process.start()')
    assert apply_fixes(text, str(path), EVERYTHING, safe).text == guarded
    (folder / "main.py").write_text("import tool.run\n", encoding="utf-8")
    assert apply_fixes(text, str(path), EVERYTHING, safe).text == text
