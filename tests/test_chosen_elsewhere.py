"""The start method that other modules of a project choose: what a file imports, or the program that imports it."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_mp.engine import lint
from flake8_mp.facts import chosen_elsewhere, files
from flake8_mp.facts.chosen_elsewhere import chosen_by_conftests, chosen_by_programs, chosen_on_import
from tests.conftest import Command

HEAD = "import multiprocessing as mp\n"
SPAWN = 'mp.set_start_method("spawn")\n'
GUARD = 'if __name__ == "__main__":\n'
PROGRAM = f"{HEAD}from app import server\n\n{GUARD}    {SPAWN}    server.run()\n"
SERVER = """\
import multiprocessing as mp
import threading


def beat():
    threading.Event().wait(1)


def work():
    print("work")


def run():
    thread = threading.Thread(target=beat)
    thread.start()
    process = mp.Process(target=work)
    process.start()
    process.join()
    thread.join()
"""
"""It forks beside a thread, and nothing goes wrong where the program has chosen to spawn."""


def lay_out(folder: Path, modules: dict[str, str]) -> None:
    for name, text in modules.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    files.begin()


@pytest.mark.parametrize(
    ("modules", "chosen"),
    [
        ({"main.py": PROGRAM}, {"spawn"}),
        ({"app/__main__.py": PROGRAM}, {"spawn"}),
        ({"main.py": PROGRAM.replace("from app import server", "import app.server as server")}, {"spawn"}),
        ({"main.py": PROGRAM.replace("from app import server", "from app.server import *")}, {"spawn"}),
        ({"main.py": f"{HEAD}{GUARD}    {SPAWN}    from app import server\n"}, {"spawn"}),
        (
            {
                "main.py": PROGRAM.replace("app import server", "app import inner"),
                "app/inner.py": "from . import server\n",
            },
            {"spawn"},
        ),
        (
            {
                "main.py": f"{HEAD}from app import server\n\ndef main():\n    {SPAWN}\n{GUARD}    raise SystemExit(main())\n"
            },
            {"spawn"},
        ),
        ({"main.py": f"{HEAD}import app.server\n{SPAWN}"}, {"spawn"}),
        ({"main.py": PROGRAM, "other.py": PROGRAM.replace("spawn", "fork")}, {"fork", "spawn"}),
        ({"main.py": PROGRAM.replace('"spawn"', 'method="spawn", force=True')}, {"spawn"}),
        ({"main.py": PROGRAM.replace("app import server", "app import other"), "app/other.py": ""}, set()),
        ({"test_main.py": PROGRAM}, set()),
        ({"main.py": PROGRAM.replace('"spawn"', "CHOICE")}, set()),
        ({"main.py": PROGRAM.replace("spawn", "vfork")}, set()),
        ({"main.py": PROGRAM.replace("multiprocessing", "multiprocess")}, set()),
        ({"main.py": f"{HEAD}from app import server\n{GUARD}    if server.FAST:\n        {SPAWN}"}, set()),
        ({"main.py": f"{HEAD}from app import server\n\ndef unused():\n    {SPAWN}\n{GUARD}    server.run()\n"}, set()),
        ({"main.py": f"{PROGRAM}("}, set()),
    ],
    ids=[
        "beside_the_package",
        "within_the_package",
        "import_as",
        "star",
        "import_behind_the_guard",
        "by_another_module",
        "in_a_function_that_is_called",
        "without_a_guard",
        "two_programs",
        "keywords",
        "does_not_import_it",
        "a_test",
        "not_a_constant",
        "not_a_start_method",
        "of_another_library",
        "on_a_condition",
        "in_a_function_that_is_not_called",
        "does_not_parse",
    ],
)
def test_by_a_program(tmp_path: Path, modules: dict[str, str], chosen: set[str]) -> None:
    lay_out(tmp_path, {"app/__init__.py": "", "app/server.py": SERVER, **modules})
    path = tmp_path / "app" / "server.py"
    assert chosen_by_programs(str(path)) == chosen
    assert [finding.code for finding in lint(SERVER, str(path))] == ([] if chosen == {"spawn"} else ["MP301"])


def test_by_a_program_of_the_project_above_src(tmp_path: Path) -> None:
    lay_out(
        tmp_path, {"pyproject.toml": "", "main.py": PROGRAM, "src/app/__init__.py": "", "src/app/server.py": SERVER}
    )
    assert chosen_by_programs(str(tmp_path / "src" / "app" / "server.py")) == {"spawn"}


def test_a_folder_of_many_modules_is_not_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modules = {"app/__init__.py": "", "app/server.py": SERVER, "main.py": PROGRAM, "second.py": ""}
    lay_out(tmp_path, modules)
    path = str(tmp_path / "app" / "server.py")
    monkeypatch.setattr(chosen_elsewhere, "MOST_FILES", 2)
    assert chosen_by_programs(path) == {"spawn"}
    files.begin()
    monkeypatch.setattr(chosen_elsewhere, "MOST_FILES", 1)
    assert chosen_by_programs(path) == set()


@pytest.mark.parametrize(
    ("modules", "imports", "chosen"),
    [
        ({"ours.py": f"{HEAD}{SPAWN}"}, "import ours", {"spawn"}),
        ({"ours.py": f"{HEAD}try:\n    {SPAWN}except RuntimeError:\n    pass\n"}, "from ours import mp", {"spawn"}),
        ({"ours.py": "import inner\n", "inner.py": f"{HEAD}{SPAWN}"}, "import ours", {"spawn"}),
        ({"lib/__init__.py": f"{HEAD}{SPAWN}", "lib/ours.py": ""}, "from lib import ours", {"spawn"}),
        ({"ours.py": f"{HEAD}{GUARD}    {SPAWN}"}, "import ours", set()),
        ({"ours.py": f"{HEAD}def choose():\n    {SPAWN}"}, "import ours", set()),
        ({"ours.py": f'{HEAD}import sys\nif sys.platform == "darwin":\n    {SPAWN}'}, "import ours", set()),
        ({"ours.py": f"{HEAD}{SPAWN}"}, "import others", set()),
    ],
    ids=["module", "if_nothing_is_chosen", "further_away", "package", "guard", "function", "condition", "not_imported"],
)
def test_on_import(tmp_path: Path, modules: dict[str, str], imports: str, chosen: set[str]) -> None:
    text = f"{imports}\n{SERVER}\n\n{GUARD}    run()\n"
    lay_out(tmp_path, {**modules, "main.py": text})
    path = str(tmp_path / "main.py")
    assert chosen_on_import(path) == chosen
    assert [finding.code for finding in lint(text, path)] == ([] if chosen else ["MP301"])


FORK = SPAWN.replace("spawn", "fork")
TEST = "import multiprocessing as mp\n\n\ndef test():\n    process = mp.Process(target=lambda: 0)\n    process.start()\n    process.join()\n"
"""It fails unless it forks."""


@pytest.mark.parametrize(
    ("name", "conftest", "chosen"),
    [
        ("conftest.py", f"{HEAD}{FORK}", {"fork"}),
        ("tests/conftest.py", f"{HEAD}{FORK}", {"fork"}),
        ("conftest.py", f"{HEAD}def pytest_configure(config):\n    {FORK}", {"fork"}),
        ("conftest.py", f"{HEAD}import pytest\n@pytest.fixture(autouse=True)\ndef fork():\n    {FORK}", {"fork"}),
        ("conftest.py", f"{HEAD}import sys\nif sys.version_info >= (3, 14):\n    {FORK}", {"fork"}),
        ("conftest.py", f"{HEAD}from sys import version_info\nif version_info[:2] > (3, 13):\n    {FORK}", {"fork"}),
        ("conftest.py", f"{HEAD}import sys\nif sys.version_info >= (3, 14):\n    {SPAWN}", set()),
        ("conftest.py", f"{HEAD}import sys\nif sys.version_info >= (3, 15):\n    {FORK}", set()),
        ("conftest.py", f"{HEAD}import sys\nif sys.version_info < (3, 14):\n    {FORK}", set()),
        ("conftest.py", f"{HEAD}import sys\nif sys.platform == 'linux':\n    {FORK}", set()),
        ("conftest.py", f"{HEAD}import pytest\n@pytest.fixture\ndef fork():\n    {FORK}", set()),
        ("conftest.py", f"{HEAD}def choose():\n    {FORK}", set()),
        ("other/conftest.py", f"{HEAD}{FORK}", set()),
    ],
    ids=[
        *("import", "nearer", "hook", "fixture_of_all", "since_it_is_no_default", "in_other_words"),
        *("spawn", "later", "earlier", "on_a_condition", "fixture", "function", "of_other_tests"),
    ],
)  # fmt: skip
def test_by_a_conftest(tmp_path: Path, name: str, conftest: str, chosen: set[str]) -> None:
    lay_out(tmp_path, {"pyproject.toml": "", "tests/test_it.py": TEST, "tests/it.py": TEST, name: conftest})
    path = str(tmp_path / "tests" / "test_it.py")
    assert chosen_by_conftests(path) == chosen
    assert [finding.code for finding in lint(TEST, path)] == ([] if chosen else ["MP201"])
    assert chosen_by_conftests(str(tmp_path / "tests" / "it.py")) == set()


@pytest.mark.parametrize(
    ("test", "method", "found"),
    [
        ("sys.version_info >= (3, 14)", "fork", []),
        ("sys.version_info > (3, 13)", "fork", []),
        ("sys.version_info >= (3,)", "fork", []),
        # Elsewhere spawn is the default, and in these cases it still is, or something else is chosen.
        ("sys.version_info >= (3, 14)", "spawn", ["MP201"]),
        ("sys.version_info >= (3, 15)", "fork", ["MP201"]),
        ("sys.version_info < (3, 14)", "fork", ["MP201"]),
        ("sys.platform == 'linux'", "fork", ["MP201"]),
    ],
)
def test_fork_is_chosen_where_it_is_no_default_any_more(test: str, method: str, found: list[str]) -> None:
    text = (
        f"import multiprocessing as mp\nimport sys\n\n{GUARD}    if {test}:\n        mp.set_start_method({method!r})\n"
    )
    text += "    mp.Process(target=lambda: 0).start()\n"
    assert [finding.code for finding in lint(text)] == found


def test_what_has_no_file_is_unknown() -> None:
    assert (
        chosen_on_import("stdin.py") == chosen_by_programs("stdin.py") == chosen_by_conftests("test_stdin.py") == set()
    )


def test_the_cache_knows_the_program(command: Command) -> None:
    lay_out(command.folder, {"app/__init__.py": "", "app/server.py": SERVER, "main.py": PROGRAM})
    assert command.concise("check", "app").status == 0
    (command.folder / "main.py").write_text(PROGRAM.replace("spawn", "fork"), encoding="utf-8")
    assert "MP301" in command.concise("check", "app").out


QUEUE = "import multiprocessing\n\nQUEUE = multiprocessing.Queue()\n"
LATE = "the start method is already fixed, so `set_start_method` raises RuntimeError; call it first"


@pytest.mark.parametrize(
    ("module", "program", "message"),
    [
        (QUEUE, f"{HEAD}import ours\n\n{GUARD}    {SPAWN}", LATE),
        (QUEUE, f"{HEAD}from ours import QUEUE\n\n\ndef main():\n    {SPAWN}\n\n{GUARD}    main()\n", LATE),
        ("from multiprocessing import Lock as L\nx: object = L()\n", f"{HEAD}import ours\n\n{GUARD}    {SPAWN}", LATE),
        ("import multiprocessing as m\ntry:\n    m.get_context()\nfinally:\n    pass\n", f"{HEAD}import ours\n{GUARD}    {SPAWN}", LATE),
        ("import inner\n", f"{HEAD}import ours\n\n{GUARD}    {SPAWN}", LATE),
        (f"{HEAD}{SPAWN}", f"{HEAD}import ours\n\n{GUARD}    {SPAWN}", "`set_start_method` raises RuntimeError when it is called again"),
        (QUEUE, f"{HEAD}{GUARD}    {SPAWN}\nimport ours\n", ""),
        (QUEUE, f"{HEAD}{GUARD}    {SPAWN}    import ours\n", ""),
        (QUEUE, f"{HEAD}import ours\n\n{GUARD}    {SPAWN.replace(')', ', force=True)')}", ""),
        (QUEUE, f"{HEAD}import ours\n\n{GUARD}    try:\n        {SPAWN}    except RuntimeError:\n        pass\n", ""),
        (QUEUE.replace("Queue()", 'get_context("fork").Queue()'), f"{HEAD}import ours\n\n{GUARD}    {SPAWN}", ""),
        (QUEUE.replace("QUEUE =", "def make(): return"), f"{HEAD}import ours\n\n{GUARD}    {SPAWN}", ""),
        (QUEUE.replace("QUEUE =", "if OLD: QUEUE ="), f"{HEAD}import ours\n\n{GUARD}    {SPAWN}", ""),
        (QUEUE.replace("multiprocessing", "queue"), f"{HEAD}import ours\n\n{GUARD}    {SPAWN}", ""),
        (QUEUE, f"{HEAD}from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import ours\n\n{GUARD}    {SPAWN}", ""),
    ],
    ids=[
        "module",
        "in_a_function",
        "another_name",
        "context",
        "further_away",
        "chosen_there",
        "imported_afterwards",
        "imported_behind_the_guard",
        "forced",
        "caught",
        "of_another_context",
        "in_a_function_of_the_module",
        "on_a_condition",
        "of_another_library",
        "for_types_only",
    ],
)  # fmt: skip
def test_what_fixes_it_on_import(tmp_path: Path, module: str, program: str, message: str) -> None:
    lay_out(tmp_path, {"main.py": program, "ours.py": module, "inner.py": QUEUE})
    found = [finding.message for finding in lint(program, str(tmp_path / "main.py")) if finding.code == "MP106"]
    assert [each[: len(message)] for each in found] == ([message] if message else [])
