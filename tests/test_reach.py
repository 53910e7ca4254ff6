"""What is run, and what is left out since it leads nowhere: no finding may be lost by that."""

from __future__ import annotations

import ast
from pathlib import Path

from flake8_mp.engine import lint, matters
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.runs.run import run
from flake8_mp.facts.source import Source
from flake8_mp.settings import Settings

HEAD = "import multiprocessing\nimport unittest\n\nfrom helper import start\n\n\n"
HELPER = "import multiprocessing\n\n\ndef start(work):\n    multiprocessing.Process(target=work).start()\n"
LONG = "".join(f"        number += {number}\n" for number in range(30))
TESTS = f"""class Tests(unittest.TestCase):
    def test_idle(self):
        number = 0
{LONG}        self.assertTrue(number)

    def test_here(self):
        multiprocessing.Process(target=lambda: 1).start()

    def test_elsewhere(self):
        self.begin()

    def begin(self):
        start(lambda: 2)


if __name__ == "__main__":
    unittest.main()
"""


def project(folder: Path, program: str, helper: str = HELPER) -> Path:
    """Write a program and the module beside it that it uses; return the path of the program."""
    (folder / "helper.py").write_text(helper)
    path = folder / "program.py"
    path.write_text(program)
    return path


def codes(path: Path) -> list[str]:
    """Return the codes of the findings in a file."""
    return [finding.code for finding in lint(path.read_text(), str(path))]


def ran(path: Path) -> Interpreter:
    """Run a file and return what has run it."""
    text = path.read_text()
    return run(Source(ast.parse(text), text, str(path)), Settings())


def test_tests_that_start_processes_here_or_in_another_module_are_run(tmp_path: Path) -> None:
    assert codes(project(tmp_path, HEAD + TESTS)).count("MP201") == 2


def test_tests_that_lead_nowhere_are_not_run(tmp_path: Path) -> None:
    with_idle = ran(project(tmp_path, HEAD + TESTS))
    without = ran(project(tmp_path, HEAD + TESTS.replace(LONG, "")))
    assert with_idle.steps == without.steps


def test_a_long_function_of_another_module_is_followed_to_what_it_calls(tmp_path: Path) -> None:
    long = LONG.replace("        ", "    ")
    helper = f"{HELPER}\n\ndef prepare(work):\n    number = 0\n{long}    start(work)\n    return number\n"
    program = "from helper import prepare\n\nif __name__ == '__main__':\n    prepare(lambda: 1)\n"
    assert "MP201" in codes(project(tmp_path, program, helper))


def test_what_a_short_function_of_another_module_makes_is_known(tmp_path: Path) -> None:
    helper = "def make():\n    return lambda: 1\n\n\ndef nested():\n    return make()\n"
    for name in ("make", "nested"):
        program = (
            f"import multiprocessing\n\nfrom helper import {name}\n\nif __name__ == '__main__':\n"
            f"    multiprocessing.Process(target={name}()).start()\n"
        )
        assert "MP201" in codes(project(tmp_path, program, helper))


def test_a_class_method_that_nobody_calls_here() -> None:
    # It has its class, as others give it.
    text = (
        "import multiprocessing as mp\n\n\n"
        "class Runner:\n"
        "    def __init__(self):\n"
        "        self.queue = mp.Queue()\n\n"
        "    def task(self):\n"
        "        pass\n\n"
        "    @classmethod\n"
        "    def start_all(cls, count):\n"
        "        with mp.Pool(2) as pool:\n"
        "            pool.map(cls.task, [cls() for _ in range(count)])\n"
    )
    assert [(each.code, each.span.line) for each in lint(text)] == [("MP207", 14)]


def test_a_file_that_starts_processes_is_followed_farther_than_one_that_does_not(tmp_path: Path) -> None:
    rounds = "".join(f"    shares.append(adjust({number}, {number + 1}))\n" for number in range(80))
    adjust = "def adjust(first, second):\n" + "".join(f"    first = first * {n} - second\n" for n in range(20))
    adjust += "    if not first:\n        raise ValueError(second)\n"
    function = f"def main():\n    shares = []\n{rounds}    start(lambda: shares)\n"
    path = project(
        tmp_path, f"{HEAD}{adjust}    return first\n\n\n{function}\n\nif __name__ == '__main__':\n    main()\n"
    )
    interp = ran(path)
    assert interp.steps > 10_000
    assert not interp.incomplete
    assert codes(path) == ["MP201"]
    path.write_text(path.read_text().replace("import multiprocessing\n", ""))
    assert ran(path).incomplete


def test_a_test_is_looked_at_where_what_it_names_uses_what_starts_processes(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text(HELPER)
    (tmp_path / "near.py").write_text("from helper import start\n\n\ndef begin(work):\n    start(work)\n")
    (tmp_path / "far.py").write_text("from near import begin\n\n\ndef begin_all(works):\n    begin(works[0])\n")
    test = "\n\n\ndef test_it():\n    {}(None)\n"
    names = {"near": "begin", "far": "begin_all"}
    path = tmp_path / "test_it.py"
    found = {}
    for module, name in names.items():
        path.write_text(f"from {module} import {name}{test.format(name)}")
        found[module] = matters(path.read_text(), str(path))
    assert found == {"near": True, "far": False}
