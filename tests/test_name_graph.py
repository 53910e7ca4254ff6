"""Which names of other modules lead to what starts processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_mp.engine import lint
from flake8_mp.facts import files
from flake8_mp.facts.imports import Import, imports_in
from flake8_mp.facts.name_graph import DEEPEST, names_from_others

STARTS = "import multiprocessing\n\ndef start(task):\n    multiprocessing.Process(target=task).start()\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files.begin()
    files.consulted.clear()
    (tmp_path / "end.py").write_text(STARTS, encoding="utf-8")
    return tmp_path


def write(folder: Path, modules: dict[str, str]) -> None:
    for name, text in modules.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def names(folder: Path, text: str, straight: bool = False) -> frozenset[str]:
    (folder / "program.py").write_text(text, encoding="utf-8")
    found = names_from_others(text, str(folder / "program.py"), straight)
    assert names_from_others(text, str(folder / "program.py")) or not found
    return found


PASSES = "from end import start\n\ndef through(task):\n    start(task)\n\ndef other(task):\n    task()\n"


@pytest.mark.parametrize(
    ("text", "modules", "found"),
    [
        ("from end import start", {}, {"start"}),
        ("from end import start as begin", {}, {"begin"}),
        ("from end import missing", {}, set()),
        ("import end\nend.start(len)", {}, {"start"}),
        ("import end as first\nfirst.start(len)", {}, {"start"}),
        ("import end\nend.missing", {}, set()),
        ("from end import *\nstart(len)", {}, {"start"}),
        ("import pkg.end\npkg.end.start(len)", {"pkg/__init__.py": "", "pkg/end.py": STARTS}, {"start"}),
        ("from pkg import end\nend.start(len)", {"pkg/__init__.py": "", "pkg/end.py": STARTS}, {"start"}),
        ("from pkg import start", {"pkg/__init__.py": "from .end import start", "pkg/end.py": STARTS}, {"start"}),
        (
            "from pkg import begin",
            {"pkg/__init__.py": "from .end import start as begin", "pkg/end.py": STARTS},
            {"begin"},
        ),
        ("from pkg import start", {"pkg/__init__.py": "from .end import *", "pkg/end.py": STARTS}, {"start"}),
        ("from middle import through", {"middle.py": PASSES}, {"through"}),
        ("from middle import other", {"middle.py": PASSES}, set()),
        ("from middle import other, through", {"middle.py": PASSES}, {"through"}),
        (
            "from middle import Passes",
            {"middle.py": "import end\n\nclass Passes:\n    def go(self, task):\n        end.start(task)\n"},
            {"Passes"},
        ),
        (
            "from middle import through",
            {"middle.py": "from end import start\n\n@start\ndef through(task):\n    task()\n"},
            {"through"},
        ),
        (
            "from middle import through",
            {"middle.py": "from end import *\n\ndef through(task):\n    start(task)\n"},
            {"through"},
        ),
        (
            "from middle import through",
            {"middle.py": "def through(task):\n    from end import start\n    start(task)\n"},
            {"through"},
        ),
    ],
)
def test_names_that_matter(text: str, modules: dict[str, str], found: set[str], folder: Path) -> None:
    write(folder, modules)
    assert names(folder, f"{text}\n") == found


def test_with_straight_passing_on_does_not_count(folder: Path) -> None:
    write(folder, {"middle.py": PASSES, "again.py": "from end import start\n"})
    assert names(folder, "from middle import through\nfrom again import start\n", straight=True) == {"start"}


@pytest.mark.parametrize("first", ["one", "two"])
def test_modules_that_import_each_other(first: str, folder: Path) -> None:
    """What a name leads to does not depend on which module is looked into first."""
    for name, other in (("one", "two"), ("two", "one")):
        text = f"from {other} import by_{other}\nfrom end import start\n\ndef by_{name}(task):\n    by_{other}(task)\n"
        write(folder, {f"{name}.py": text if name == "one" else f"{text}    start(task)\n"})
    second = "two" if first == "one" else "one"
    text = f"from {first} import by_{first}\nfrom {second} import by_{second}\n"
    assert names(folder, text) == {"by_one", "by_two"}


@pytest.mark.parametrize("first", ["m0", "m1", "m2"])
def test_modules_that_take_all_of_each_other(first: str, folder: Path) -> None:
    for number in range(3):
        other = f"from m{(number + 1) % 3} import *\n"
        write(folder, {f"m{number}.py": f"{other}from end import start as start{number}\n"})
    assert names(folder, f"from {first} import *\nstart0, start1, start2\n") == {"start0", "start1", "start2"}


def test_a_thousand_modules_that_take_all_of_the_next(folder: Path) -> None:
    for number in range(1_000):
        write(folder, {f"m{number}.py": f"from m{number + 1} import *\n"})
    assert names(folder, "from m0 import *\n") == frozenset()


@pytest.mark.parametrize("length", [DEEPEST, DEEPEST + 1])
def test_a_chain_of_modules(length: int, folder: Path) -> None:
    for number in range(length):
        before = f"m{number + 1}" if number + 1 < length else "end"
        name = f"f{number + 1}" if number + 1 < length else "start"
        write(
            folder,
            {f"m{number}.py": f"from {before} import {name}\n\ndef f{number}(task):\n    {name}(task)\n"},
        )
    assert names(folder, "from m0 import f0\n") == ({"f0"} if length == DEEPEST else set())


def test_what_is_not_asked_for_is_not_looked_at(folder: Path) -> None:
    """Most imports of most modules are of no concern: a package of thousands of modules is not read for one of them."""
    write(
        folder,
        {
            "middle.py": "import far\nfrom end import start\n\ndef through(task):\n    start(task)\n\ndef other():\n    far.away()\n",
            "far.py": "def away():\n    pass\n",
        },
    )
    assert names(folder, "from middle import through\n") == {"through"}
    looked_at = {Path(path).name for path in files.consulted}
    assert {"middle.py", "end.py"} <= looked_at
    assert "far.py" not in looked_at


@pytest.mark.parametrize(
    ("guard", "found"),
    [
        ("if TYPE_CHECKING", set()),
        ("if typing.TYPE_CHECKING", set()),
        ("if not TYPE_CHECKING", {"start"}),
        ("if OTHER", {"start"}),
    ],
)
def test_what_only_a_type_checker_imports(guard: str, found: set[str], folder: Path) -> None:
    write(folder, {"middle.py": f"import os\n\n{guard}:\n    import os\n\n    from end import start\nimport sys\n"})
    assert names(folder, "from middle import start\n") == found


def test_what_it_depends_on_is_known_each_time(folder: Path) -> None:
    write(folder, {"middle.py": PASSES})
    names(folder, "from middle import through\n")
    first = set(files.consulted)
    files.consulted.clear()
    names(folder, "from middle import through\n")
    assert files.consulted == first


def test_files_of_one_run_depend_on_what_they_depend_on_alone(folder: Path) -> None:
    star = {"all.py": "from end import *\nfrom middle import *\n", "middle.py": PASSES, "conftest.py": "import end\n"}
    programs = {
        "one.py": "from all import start\n\nstart(len)\n",
        "two.py": "import all\n\nall.through(len)\n",
        "test_three.py": "import missing\nfrom all import *\n\ndef test(): through(len)\n",
        "tests/test_four.py": "from middle import through\n\ndef test(): through(len)\n",
    }
    write(folder, {"pyproject.toml": "", **star, **programs})

    def consulted(name: str) -> tuple[list[str], set[str]]:
        files.begin()
        files.consulted.clear()
        path = folder / name
        found = lint(path.read_text(encoding="utf-8"), str(path))
        return [str(each) for each in found], set(files.consulted)

    alone = {name: consulted(name) for name in programs}
    assert all(str(folder / "end.py") in those for _, those in alone.values())
    with files.unchanged():
        assert {name: consulted(name) for name in programs} == alone
    with files.unchanged():
        assert {name: consulted(name) for name in reversed(programs)} == alone


def test_a_run_takes_files_for_unchanged_and_knows_which_have_changed(folder: Path) -> None:
    write(folder, {"middle.py": PASSES, "same.py": ""})
    swapped = PASSES.replace("through", "this").replace("other", "through").replace("this", "other")
    with files.unchanged():
        assert names(folder, "import same, late\nfrom middle import other\n") == set()
        write(folder, {"middle.py": swapped + "\n", "late.py": ""})
        files.begin()
        assert names(folder, "import same, late\nfrom middle import other\n") == set()
        changed = {Path(path).name for path in files.consulted if files.has_changed(path)}
        assert changed == {"middle.py", "late.py"}
    assert names(folder, "from middle import other\n") == {"other"}


def test_a_module_that_changes_is_read_again(folder: Path) -> None:
    write(folder, {"middle.py": PASSES})
    assert names(folder, "from middle import other\n") == set()
    write(folder, {"middle.py": PASSES.replace("through", "this").replace("other", "through").replace("this", "other")})
    files.begin()
    assert names(folder, "from middle import other\n") == {"other"}


@pytest.mark.parametrize(
    "statement",
    [
        "from work import (task, other)",
        "from work import (\n    task,  # noqa: F401 (see below)\n    other,\n)",
        "from work import (  # what is run (twice)\n    task as other,\n)",
        "if True:\n    from work import (\n        # not this: last, (first)\n        task)",
    ],
)
def test_an_import_over_several_lines(statement: str) -> None:
    [found] = imports_in(f"{statement}\n")
    assert isinstance(found, Import)
    assert found.module == "work"
    assert found.names is not None
    assert "task" in found.names
    assert not {"noqa", "see", "what", "first", "last"} & set(found.names)
