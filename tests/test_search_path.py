"""Where the imports of a file are looked up: other folders of its project, and what is put on ``sys.path``."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_mp.engine import lint, matters
from flake8_mp.facts import files

STARTS = "import multiprocessing\n\ndef start(task):\n    multiprocessing.Process(target=task).start()\n"
CALLS = "from pkg.end import start\n\nif __name__ == '__main__':\n    start(lambda: 0)\n"


def write(folder: Path, contents: dict[str, str]) -> None:
    for name, text in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def codes(path: Path) -> list[str]:
    return [finding.code for finding in lint(path.read_text(encoding="utf-8"), str(path))]


LAYOUTS = {
    "beside": ("calls.py", {"pkg/end.py": STARTS}),
    "package": ("pkg/calls.py", {"pkg/__init__.py": "", "pkg/end.py": STARTS}),
    "namespace_package": ("pkg/calls.py", {"pyproject.toml": "", "pkg/end.py": STARTS}),
    "namespace_without_configuration": ("pkg/calls.py", {"pkg/end.py": STARTS}),
    "folder_in_a_namespace_without_configuration": ("pkg/inner/most/calls.py", {"pkg/end.py": STARTS}),
    "beside_in_a_repository": ("tools/calls.py", {"README.md": "", "pkg/end.py": STARTS}),
    "beside_with_a_main_program": ("tools/inner/calls.py", {"main.py": "", "pkg/end.py": STARTS}),
    "package_in_a_namespace": (
        "src/pkg/inner/calls.py",
        {"setup.py": "", "src/pkg/end.py": STARTS, "src/pkg/inner/__init__.py": ""},
    ),
    "src": ("tests/unit/calls.py", {"pyproject.toml": "", "src/pkg/__init__.py": "", "src/pkg/end.py": STARTS}),
    "src_from_a_package_of_tests": (
        "tests/unit/calls.py",
        {"setup.cfg": "", "tests/unit/__init__.py": "", "tests/__init__.py": "", "src/pkg/end.py": STARTS},
    ),
    "flat": ("examples/calls.py", {"pyproject.toml": "", "pkg/__init__.py": "", "pkg/end.py": STARTS}),
    "pythonpath_of_pytest": (
        "tests/calls.py",
        {"pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ['a', 'lib']\n", "lib/pkg/end.py": STARTS},
    ),
    "package_dir_of_setuptools": (
        "tests/calls.py",
        {"pyproject.toml": "[tool.setuptools.package-dir]\n'' = 'lib'\n", "lib/pkg/end.py": STARTS},
    ),
    "packages_of_setuptools": (
        "tests/calls.py",
        {"pyproject.toml": "[tool.setuptools.packages.find]\nwhere = ['lib']\n", "lib/pkg/end.py": STARTS},
    ),
    "packages_of_poetry": (
        "tests/calls.py",
        {
            "pyproject.toml": "[tool.poetry]\npackages = [{include = 'pkg', from = 'lib'}]\n",
            "lib/pkg/end.py": STARTS,
        },
    ),
    "packages_of_hatch": (
        "tests/calls.py",
        {
            "pyproject.toml": "[tool.hatch.build.targets.wheel]\npackages = ['lib/pkg']\n",
            "lib/pkg/end.py": STARTS,
        },
    ),
    "conftest": (
        "tests/unit/calls.py",
        {
            "pyproject.toml": "",
            "tests/conftest.py": "import sys\nfrom pathlib import Path\n\n"
            "ROOT = Path(__file__).resolve().parents[1]\nsys.path.insert(0, str(ROOT / 'lib'))\n",
            "lib/pkg/end.py": STARTS,
        },
    ),
}


@pytest.mark.parametrize("name", ["tools/calls.py", "a/b/c/d/e/calls.py"])
def test_what_lies_around_a_project_is_not_of_it(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"pkg/end.py": STARTS, "main.py" if "/a" in f"/{name}" else "notes.txt": "", name: CALLS})
    assert codes(tmp_path / name) == []


def test_a_module_that_a_script_imports_imports_another_one(tmp_path: Path) -> None:
    program = "from pkg.inner.middle import begin\n\nif __name__ == '__main__':\n    begin(lambda: 0)\n"
    middle = "from pkg.end import start\n\n\ndef begin(task):\n    start(task)\n"
    write(tmp_path, {"pkg/end.py": STARTS, "pkg/inner/middle.py": middle, "program.py": program})
    assert codes(tmp_path / "program.py") == ["MP201"]


@pytest.mark.parametrize(("name", "contents"), LAYOUTS.values(), ids=LAYOUTS)
def test_a_module_of_the_project_is_found(tmp_path: Path, name: str, contents: dict[str, str]) -> None:
    write(tmp_path, {**contents, name: CALLS})
    assert codes(tmp_path / name) == ["MP201"]


@pytest.mark.parametrize(
    "folder",
    [
        "os.path.join(os.path.dirname(__file__), '..', 'lib')",
        "os.path.abspath(os.path.dirname(__file__) + '/../lib')",
        "os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, 'lib')",
        "os.path.dirname(os.path.dirname(os.path.realpath(__file__))) + '/lib'",
        "str(Path(__file__).parent.parent / 'lib')",
        "str(Path(__file__).resolve().parents[1].joinpath('lib'))",
        "os.fspath(pathlib.Path(__file__).absolute().parent.parent / 'lib')",
        "ROOT + '/lib'",
        "f'{ROOT}/lib'",
    ],
)
@pytest.mark.parametrize(
    "statement", ["sys.path.insert(0, {})", "sys.path.append({})", "sys.path.extend([{}])", "sys.path += [{}]"]
)
def test_what_a_file_puts_on_the_path(tmp_path: Path, folder: str, statement: str) -> None:
    head = (
        "import os\nimport pathlib\nimport sys\nfrom pathlib import Path\n\n"
        f"ROOT = os.path.dirname(os.path.dirname(__file__))\n{statement.format(folder)}\n\n"
    )
    write(tmp_path, {"lib/pkg/end.py": STARTS, "tools/calls.py": head + CALLS})
    assert codes(tmp_path / "tools" / "calls.py") == ["MP201"]


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("tests/calls.py", {"src/pkg/end.py": STARTS}),  # nothing says that it is a project
        ("venv/site-packages/other/calls.py", {"pyproject.toml": "", "src/pkg/end.py": STARTS}),
        ("tests/calls.py", {"pyproject.toml": "[tool", "lib/pkg/end.py": STARTS}),
        ("tests/calls.py", {"pyproject.toml": "tool = 3\n", "lib/pkg/end.py": STARTS}),
        ("tests/calls.py", {"pyproject.toml": "[tool.pytest]\nini_options = 1\n", "lib/pkg/end.py": STARTS}),
        ("tests/calls.py", {"conftest.py": "import sys\nsys.path.insert(0, __file__ +\n", "lib/pkg/end.py": STARTS}),
    ],
    ids=["no_project", "installed", "broken", "no_table", "no_inner_table", "broken_conftest"],
)
def test_what_is_elsewhere_is_unknown(tmp_path: Path, name: str, contents: dict[str, str]) -> None:
    write(tmp_path, {**contents, name: CALLS})
    assert codes(tmp_path / name) == []


@pytest.mark.parametrize("folder", ["'lib'", "os.getcwd() + '/lib'", "elsewhere(__file__)", "ROOT * 2", "UNKNOWN"])
def test_what_depends_on_the_run_is_unknown(tmp_path: Path, folder: str) -> None:
    head = f"import os\nimport sys\n\nROOT = os.path.dirname(__file__)\nsys.path.insert(0, {folder})\n\n"
    write(tmp_path, {"lib/pkg/end.py": STARTS, "lib/pkg/__init__.py": "", "tools/calls.py": head + CALLS})
    assert codes(tmp_path / "tools" / "calls.py") == []


def test_the_nearest_module_is_meant(tmp_path: Path) -> None:
    harmless = "def start(task):\n    task()\n"
    write(tmp_path, {"pyproject.toml": "", "src/pkg/end.py": STARTS, "tests/pkg/end.py": harmless})
    write(tmp_path, {"tests/calls.py": CALLS})
    assert codes(tmp_path / "tests" / "calls.py") == []


def test_a_library_with_rows_is_not_taken_for_a_module(tmp_path: Path) -> None:
    program = "import joblib\n\njoblib.Parallel(2, backend='multiprocessing')(joblib.delayed(abs)(number) for number in (1, 2))\n"
    write(tmp_path, {"pyproject.toml": "", "joblib/__init__.py": "from .all import *\n", "examples/calls.py": program})
    assert codes(tmp_path / "examples" / "calls.py") == ["MP101"]


def test_an_answer_depends_on_the_configuration(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": "", "lib/pkg/end.py": STARTS, "tests/calls.py": CALLS})
    path = tmp_path / "tests" / "calls.py"
    files.consulted.clear()
    assert not matters(CALLS, str(path))
    assert {str(tmp_path / "pyproject.toml"), str(tmp_path / "src" / "pkg" / "end.py")} & files.consulted
    (tmp_path / "pyproject.toml").write_text("[tool.pytest.ini_options]\npythonpath = 'lib'\n", encoding="utf-8")
    assert matters(CALLS, str(path))
    files.consulted.clear()
    assert matters(CALLS, str(path))
    assert {str(tmp_path / "pyproject.toml"), str(tmp_path / "lib" / "pkg" / "end.py")} <= files.consulted


ADDS = """\
import os.path as osp
import sys


def add_path(path):
    if path not in sys.path:
        sys.path.insert(0, path)


lib_path = osp.join(osp.dirname(__file__), "..", "lib")
add_path(lib_path)
"""


@pytest.mark.parametrize(
    ("line", "helper", "found"),
    [
        ("import _init_paths\n", ADDS, ["MP201"]),
        ("import _init_paths  # noqa: F401\n", ADDS.replace("insert(0, path)", "append(path)"), ["MP201"]),
        ("import _init_paths\n", ADDS.replace("add_path(lib_path)", ""), []),
        ("import _init_paths\n", ADDS.replace("insert(0, path)", "insert(0, osp.sep)"), []),
        ("import _other_paths\n", ADDS, []),
    ],
    ids=["added", "appended", "not_called", "something_else", "another_module"],
)
def test_a_module_beside_it_puts_the_folder_on_the_path(
    tmp_path: Path, line: str, helper: str, found: list[str]
) -> None:
    write(tmp_path, {"lib/pkg/end.py": STARTS, "src/_init_paths.py": helper, "src/calls.py": line + CALLS})
    assert codes(tmp_path / "src" / "calls.py") == found
    # The answer depends on it, each time that it is given.
    assert [path for path in files.consulted if path.endswith("_init_paths.py")] or "_other" in line
    assert codes(tmp_path / "src" / "calls.py") == found
    assert [path for path in files.consulted if path.endswith("_init_paths.py")] or "_other" in line
