"""Other modules of a project: what an answer about them depends on, and texts that an editor has not saved."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from flake8_mp.engine import lint, matters
from flake8_mp.facts import files, project
from tests.conftest import time_limit

PROGRAM = "import middle\n\nif __name__ == '__main__':\n    middle.through(lambda: 0)\n"
MIDDLE = "from end import start\n\ndef through(task):\n    start(task)\n"
STARTS = "import multiprocessing\n\ndef start(task):\n    multiprocessing.Process(target=task).start()\n"
STARTS_NOT = "def start(task):\n    task()\n"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    for name, text in (("program", PROGRAM), ("other", PROGRAM), ("middle", MIDDLE), ("end", STARTS)):
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    yield tmp_path
    files.unsaved.clear()
    files.consulted.clear()


def program_matters(folder: Path, name: str = "program.py") -> bool:
    files.consulted.clear()
    return matters(PROGRAM, str(folder / name))


def test_an_import_that_is_not_used_hides_nothing(folder: Path) -> None:
    text = f"import multiprocessing\n{PROGRAM}"
    assert matters(text, str(folder / "program.py"))
    assert [finding.code for finding in lint(text, str(folder / "program.py"))] == ["MP201"]
    (folder / "end.py").write_text(STARTS_NOT, encoding="utf-8")
    assert not matters(text, str(folder / "program.py"))


@pytest.mark.parametrize(
    "middle",
    [
        "import end\n\ndef through(task):\n    end.start(task)\n",
        "import end as other\n\ndef through(task):\n    other.start(task)\n",
        "from end import *\n\ndef through(task):\n    start(task)\n",
        "from end import start as begin\n\ndef through(task):\n    begin(task)\n",
    ],
)
def test_a_module_may_pass_on_in_any_spelling(folder: Path, middle: str) -> None:
    (folder / "middle.py").write_text(middle, encoding="utf-8")
    assert [finding.code for finding in lint(PROGRAM, str(folder / "program.py"))] == ["MP201"]
    (folder / "end.py").write_text(STARTS_NOT, encoding="utf-8")
    assert not program_matters(folder)


@pytest.mark.parametrize(
    ("package", "found"),
    [
        ({"pkg/__init__.py": "from .end import *\n", "pkg/end.py": STARTS}, ["MP201"]),
        (
            {"pkg/__init__.py": "from .a import *\n", "pkg/a.py": "from .end import *\n", "pkg/end.py": STARTS},
            ["MP201"],
        ),
        ({"pkg/__init__.py": "from pkg.end import *\n", "pkg/end.py": f"__all__ = ['start']\n{STARTS}"}, ["MP201"]),
        ({"pkg/__init__.py": "from .end import *\n", "pkg/end.py": f"__all__ = ['other']\n{STARTS}"}, []),
        ({"pkg/__init__.py": "from .end import *\nstart = print\n", "pkg/end.py": STARTS}, []),
        ({"pkg/__init__.py": "from .end import *\n", "pkg/end.py": "from . import *\n"}, []),
    ],
    ids=["package", "twice", "all", "not_in_all", "bound_again", "each_other"],
)
def test_everything_may_be_taken_from_a_module(tmp_path: Path, package: dict[str, str], found: list[str]) -> None:
    (tmp_path / "pkg").mkdir()
    for name, text in package.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for program in ("from pkg import start\n", "from pkg import *\n", "import pkg\n\nstart = pkg.start\n"):
        text = f"{program}\nif __name__ == '__main__':\n    start(lambda: 0)\n"
        (tmp_path / "program.py").write_text(text, encoding="utf-8")
        assert [finding.code for finding in lint(text, str(tmp_path / "program.py"))] == found


class TestWhatAnAnswerDependsOn:
    def test_is_described_what_was_known_before_as_well(self, folder: Path) -> None:
        assert program_matters(folder, "other.py")
        first = {Path(path).name for path in files.consulted} - {"other.py"}
        assert program_matters(folder)
        assert {"middle.py", "end.py"} <= {Path(path).name for path in files.consulted}
        assert {Path(path).name for path in files.consulted} - {"program.py"} == first

    def test_is_looked_at_again(self, folder: Path) -> None:
        assert program_matters(folder)
        (folder / "end.py").write_text(STARTS_NOT, encoding="utf-8")
        assert not program_matters(folder)
        (folder / "end.py").write_text(STARTS, encoding="utf-8")
        assert program_matters(folder)

    def test_a_file_may_appear(self, folder: Path) -> None:
        (folder / "end.py").unlink()
        assert not program_matters(folder)
        (folder / "end.py").write_text(STARTS, encoding="utf-8")
        assert program_matters(folder)

    def test_modules_may_import_each_other(self, folder: Path) -> None:
        (folder / "end.py").write_text(f"import middle\n{STARTS}", encoding="utf-8")
        assert program_matters(folder)

    def test_looking_may_be_given_up(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        class GivenUp(BaseException):
            pass

        def give_up(text: str) -> bool:
            raise GivenUp

        with monkeypatch.context() as patched:
            patched.setattr(project, "has_own_code", give_up)
            with pytest.raises(GivenUp):
                program_matters(folder)
        assert program_matters(folder)


class TestUnsaved:
    def test_it_decides_whether_a_program_matters(self, folder: Path) -> None:
        assert program_matters(folder)
        files.unsaved[str(folder / "end.py")] = STARTS_NOT
        assert not program_matters(folder)
        files.unsaved[str(folder / "end.py")] = STARTS
        assert program_matters(folder)
        del files.unsaved[str(folder / "end.py")]
        assert program_matters(folder)

    def test_it_decides_what_is_found(self, folder: Path) -> None:
        path = str(folder / "program.py")
        assert [each.code for each in lint(PROGRAM, path)] == ["MP201"]
        files.unsaved[str(folder / "end.py")] = STARTS_NOT
        assert lint(PROGRAM, path) == []

    def test_a_file_that_is_only_open_is_found(self, folder: Path) -> None:
        (folder / "end.py").unlink()
        (folder / "program.py").unlink()
        files.unsaved |= {str(folder / "end.py"): STARTS, str(folder / "program.py"): PROGRAM}
        assert [each.code for each in lint(PROGRAM, str(folder / "program.py"))] == ["MP201"]

    def test_what_is_too_large_is_not_followed(self, folder: Path) -> None:
        files.unsaved[str(folder / "end.py")] = STARTS + "#" * files.LARGEST
        assert not program_matters(folder)


class TestReading:
    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
    def test_a_pipe_is_not_waited_for(self, folder: Path) -> None:
        (folder / "end.py").unlink()
        os.mkfifo(folder / "end.py")
        assert not program_matters(folder)
        assert project.load(str(folder / "end.py")) is None

    def test_what_is_too_large_is_not_followed(self, folder: Path) -> None:
        (folder / "end.py").write_text(STARTS + "#" * files.LARGEST, encoding="utf-8")
        assert not program_matters(folder)

    def test_lines_may_end_with_any_line_break(self, folder: Path) -> None:
        (folder / "end.py").write_bytes(STARTS.replace("\n", "\r\n").encode())
        source = project.load(str(folder / "end.py"))
        assert source is not None
        assert source.text == STARTS


class TestModulesOfPackages:
    POOLS = (
        "import multiprocessing as mp\n\ndef run_all(function, items):\n"
        "    with mp.Pool() as pool:\n        return pool.map(function, items)\n"
    )

    @pytest.fixture
    def package(self, tmp_path: Path) -> Path:
        package = tmp_path / "package"
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "pools.py").write_text(self.POOLS, encoding="utf-8")
        return package

    @staticmethod
    def found(path: Path, source: str) -> list[tuple[str, int]]:
        path.write_text(source, encoding="utf-8")
        return [(finding.code, finding.span.line) for finding in lint(source, str(path))]

    @pytest.mark.parametrize("end", ["main()", "raise SystemExit(main())", "sys.exit(main())"])
    @pytest.mark.parametrize("start", ["from package.pools import run_all", "from .pools import run_all"])
    def test_one_that_runs_itself_is_a_program_without_a_guard_as_well(
        self, package: Path, start: str, end: str
    ) -> None:
        source = f"import sys\n{start}\n\ndef main():\n    run_all(len, [[]])\n\n{end}\n"
        assert self.found(package / "cli.py", source) == [("MP101", 7)]

    def test_one_that_only_registers_something_is_not(self, package: Path) -> None:
        source = "import atexit\nfrom .pools import run_all\n\ndef main():\n    run_all(len, [[]])\n\natexit.register(print)\n"
        assert self.found(package / "cli.py", source) == []

    def test_what_a_class_of_a_plain_module_holds_is_handed_over(self, package: Path) -> None:
        (package / "store.py").write_text(
            "import threading\n\nclass Store:\n    def __init__(self):\n        self.lock = threading.Lock()\n",
            encoding="utf-8",
        )
        source = (
            "from multiprocessing import Process\nfrom .store import Store\n\nclass Worker(Process):\n"
            "    def __init__(self):\n        super().__init__()\n        self.store = Store()\n\n"
            "    def run(self):\n        print(self.store)\n\ndef start():\n    worker = Worker()\n    worker.start()\n    worker.join()\n"
        )
        assert self.found(package / "service.py", source) == [("MP206", 14)]


def test_packages_that_import_a_name_from_each_other(tmp_path: Path) -> None:
    """Neither binds it, so it is not known what it is."""
    (tmp_path / "one.py").write_text("from two import thing\n", encoding="utf-8")
    (tmp_path / "two.py").write_text("from one import thing\n", encoding="utf-8")
    source = (
        "import multiprocessing\nfrom one import thing\n\ndef work():\n    print(thing)\n\n"
        "if __name__ == '__main__':\n    multiprocessing.Process(target=work).start()\n"
    )
    (tmp_path / "main.py").write_text(source, encoding="utf-8")
    with time_limit(20):
        assert lint(source, str(tmp_path / "main.py")) == []


class TestWhoGivesAWorker:
    """What a worker does wrong is the business of the file that gives it to whatever starts it."""

    END = (
        "import multiprocessing\n\ndef start(count, *, task):\n"
        "    with multiprocessing.Pool(count) as pool:\n        pool.map(task, [[]])\n"
    )
    WORK = "def lines(path):\n    return (line for line in path)\n"
    MIDDLE = "import work\nfrom end import start\n\ndef through(task=work.lines):\n    start(2, task=task)\n"

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        for name, text in (("end", self.END), ("work", self.WORK), ("middle", self.MIDDLE)):
            (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
        return tmp_path

    @pytest.mark.parametrize(
        ("call", "found"),
        [
            ("end.start(2, task=work.lines)", ["MP209"]),
            ("end.start(2, **{'task': work.lines})", ["MP209"]),
            ("middle.through(work.lines)", ["MP209"]),
            ("middle.through(task=work.lines)", ["MP209"]),
            ("middle.through()", []),
            ("middle.through(len)", []),
        ],
    )
    def test_it_is_reported_where_it_is_given(self, folder: Path, call: str, found: list[str]) -> None:
        source = f"import end\nimport middle\nimport work\n\nif __name__ == '__main__':\n    {call}\n"
        path = folder / "program.py"
        path.write_text(source, encoding="utf-8")
        assert [(finding.code, finding.span.line) for finding in lint(source, str(path))] == [
            (code, 6) for code in found
        ]

    def test_what_only_the_program_shows_is_reported_there(self, tmp_path: Path) -> None:
        """A method of a library may be called before another one; the program calls them in the wrong order."""
        module = (
            "from multiprocessing import Pool\n\nclass Squares:\n    def __init__(self):\n        self.pool = Pool(2)\n\n"
            "    def compute(self, numbers):\n        return self.pool.map(abs, numbers)\n\n"
            "    def finish(self):\n        self.pool.close()\n        self.pool.join()\n\n"
            "def run():\n    squares = Squares()\n    squares.finish()\n    return squares.compute([1])\n"
        )
        (tmp_path / "squares.py").write_text(module, encoding="utf-8")
        program = tmp_path / "program.py"
        source = "from squares import run\n\nif __name__ == '__main__':\n    print(run())\n"
        program.write_text(source, encoding="utf-8")
        assert lint(module, str(tmp_path / "squares.py")) == []
        (finding,) = lint(source, str(program))
        assert (finding.code, finding.span.line) == ("MP604", 4)
        assert [(Path(each.path).name, each.span.line) for each in finding.related][-1] == ("squares.py", 8)

    def test_a_module_that_is_looked_at_reports_it_itself(self, folder: Path) -> None:
        """As the default is its own, the program is asked for nothing, be a library named in the module or not."""
        path = folder / "middle.py"
        assert [(finding.code, finding.span.line) for finding in lint(self.MIDDLE, str(path))] == [("MP209", 5)]
        middle = f"import multiprocessing\n{self.MIDDLE}\nLOCK = multiprocessing.Lock()\n"
        path.write_text(middle, encoding="utf-8")
        assert [(finding.code, finding.span.line) for finding in lint(middle, str(path))] == [("MP209", 6)]
        program = folder / "program.py"
        source = "import middle\n\nif __name__ == '__main__':\n    middle.through()\n"
        program.write_text(source, encoding="utf-8")
        assert lint(source, str(program)) == []


class TestWorkersOfAnotherModule:
    """What a module hands over itself is its own business, in whatever worker it does so."""

    STEPS = (
        "import multiprocessing\n\nclass Steps:\n    def __run(self):\n        pass\n\n"
        "    def run(self):\n        process = multiprocessing.Process(target=self.__run)\n"
        "        process.start()\n        process.join()\n"
    )

    def test_it_is_reported_there(self, tmp_path: Path) -> None:
        (tmp_path / "steps.py").write_text(self.STEPS, encoding="utf-8")
        (tmp_path / "work.py").write_text("from steps import Steps\n", encoding="utf-8")
        source = (
            "import multiprocessing\nfrom work import Steps\n\ndef work():\n    Steps().run()\n\n"
            "if __name__ == '__main__':\n    process = multiprocessing.Process(target=work)\n"
            "    process.start()\n    process.join()\n"
        )
        path = tmp_path / "program.py"
        path.write_text(source, encoding="utf-8")
        assert lint(source, str(path)) == []
        assert [(f.code, f.span.line) for f in lint(self.STEPS, str(tmp_path / "steps.py"))] == [("MP204", 8)]


class TestTasksOfAnotherModule:
    """A module hands over its own function, and both are looked at by themselves; the program only calls it."""

    EXITS = (
        "import multiprocessing\nimport sys\n\ndef task(n):\n    if n > 2:\n        sys.exit(n)\n\n"
        "def run(numbers):\n    with multiprocessing.Pool(2) as pool:\n        return pool.map(task, numbers)\n"
    )
    DRAWS = EXITS.replace("import sys", "import numpy as np").replace("sys.exit(n)", "return np.random.random()")
    PROGRAM = 'import module\nimport multiprocessing\n\nif __name__ == "__main__":\n    module.run(range(4))\n'

    @pytest.mark.parametrize(("text", "code"), [(EXITS, "MP801"), (DRAWS, "MP304")])
    def test_it_is_reported_there_only(self, tmp_path: Path, text: str, code: str) -> None:
        if code == "MP304":
            text = text.replace("    with", "    np.random.seed(1)\n    with")
        (tmp_path / "module.py").write_text(text, encoding="utf-8")
        assert [finding.code for finding in lint(text, str(tmp_path / "module.py"))] == [code]
        (tmp_path / "program.py").write_text(self.PROGRAM, encoding="utf-8")
        assert lint(self.PROGRAM, str(tmp_path / "program.py")) == []

    def test_where_the_program_hands_it_over_the_place_is_shown(self, tmp_path: Path) -> None:
        task = self.EXITS.partition("def run")[0]
        (tmp_path / "module.py").write_text(task, encoding="utf-8")
        text = self.PROGRAM.replace("module.run(range(4))", "multiprocessing.Pool(2).map(module.task, [7])")
        (tmp_path / "program.py").write_text(text, encoding="utf-8")
        (finding,) = lint(text, str(tmp_path / "program.py"))
        happens = [(Path(each.path).name, each.span.line) for each in finding.related if "happens" in each.words]
        assert (finding.code, finding.span.line, happens) == ("MP801", 5, [("module.py", 6)])


class TestCallsOfAProgram:
    """What goes wrong in a file only because of how it is called is reported at the call of the program."""

    SERVICE = (
        "from multiprocessing import Pool\n\nclass Squares:\n    def __init__(self):\n        self.pool = Pool(2)\n\n"
        "    def compute(self):\n        return self.pool.map(abs, [1])\n\n    def finish(self):\n        self.pool.close()\n\n"
        "def all_at_once():\n    pool = Pool(2)\n    pool.close()\n    return pool.map(abs, [1])\n"
    )
    MIDDLE = "from service import Squares\n\ndef last(squares):\n    squares.finish()\n    return squares.compute()\n"

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        for name, text in (("service", self.SERVICE), ("middle", self.MIDDLE)):
            (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
        return tmp_path

    @pytest.mark.parametrize(
        ("calls", "found"),
        [
            (["squares.finish()", "squares.compute()"], [7]),
            (["squares.compute()", "squares.finish()"], []),
            (["squares.finish()", "squares.compute()", "squares.compute()"], [7]),
            (["squares.finish()", "last(squares)"], [7]),
            # Code that is not known may give it another pool.
            (["squares.finish()", "unknown(squares)", "squares.compute()"], []),
            # The file of the class shows this one by itself, and it is reported there.
            (["all_at_once()"], []),
        ],
    )
    def test_it_is_reported_once(self, folder: Path, calls: list[str], found: list[int]) -> None:
        source = (
            "from middle import last\nfrom service import Squares, all_at_once\n\n"
            "if __name__ == '__main__':\n    squares = Squares()\n" + "".join(f"    {call}\n" for call in calls)
        )
        path = folder / "program.py"
        path.write_text(source, encoding="utf-8")
        assert [(f.code, f.span.line) for f in lint(source, str(path))] == [("MP604", line) for line in found]

    def test_it_points_to_where_it_happens(self, folder: Path) -> None:
        source = (
            "from service import Squares\n\nif __name__ == '__main__':\n"
            "    squares = Squares()\n    squares.finish()\n    squares.compute()\n"
        )
        path = folder / "program.py"
        path.write_text(source, encoding="utf-8")
        (finding,) = lint(source, str(path))
        (where,) = [each for each in finding.related if each.words == "this is where it happens"]
        assert (Path(where.path).name, where.span.line) == ("service.py", 8)

    def test_a_library_is_not_known_to_be_called_so(self, folder: Path) -> None:
        source = "from service import Squares\n\ndef again(squares: Squares):\n    squares.finish()\n"
        path = folder / "library.py"
        path.write_text(source, encoding="utf-8")
        assert lint(source, str(path)) == []


class TestProgramAsModule:
    """A program that other modules import by its name is there twice, unless it is run by importing it."""

    PROGRAM = (
        "import multiprocessing as mp\nfrom . import tasks\n\nlimit = None\n\ndef begin(value):\n    global limit\n"
        "    limit = value\n\ndef current():\n    return limit\n\ndef main():\n"
        "    with mp.Pool(1, begin, (5,)) as pool:\n        print(pool.map(tasks.cut, [1]))\n\n"
        "if __name__ == '__main__':\n    main()\n"
    )
    TASKS = "def cut(number):\n    from tool.cli import begin, current\n\n    return number, {}\n"

    def found(self, folder: Path, reads: str = "current()") -> list[tuple[str, int]]:
        package = folder / "tool"
        package.mkdir(exist_ok=True)
        for name, text in (("__init__", ""), ("cli", self.PROGRAM), ("tasks", self.TASKS.format(reads))):
            (package / f"{name}.py").write_text(text, encoding="utf-8")
        path = package / "cli.py"
        return [(f.code, f.span.line) for f in lint(self.PROGRAM, str(path)) if f.code == "MP105"]

    def test_it_is_reported_where_the_initializer_is_given(self, tmp_path: Path) -> None:
        assert self.found(tmp_path) == [("MP105", 14)]

    @pytest.mark.parametrize("name", ["pyproject.toml", "setup.cfg", "setup.py"])
    def test_an_entry_point_imports_it(self, name: str, tmp_path: Path) -> None:
        (tmp_path / name).write_text('tool = "tool.cli:main"\n', encoding="utf-8")
        assert self.found(tmp_path) == []

    def test_so_does_the_main_module_of_its_package(self, tmp_path: Path) -> None:
        (tmp_path / "tool").mkdir()
        (tmp_path / "tool" / "__main__.py").write_text("from .cli import main\n\nmain()\n", encoding="utf-8")
        assert self.found(tmp_path) == []

    def test_the_tasks_may_set_it_up(self, tmp_path: Path) -> None:
        assert self.found(tmp_path, "current() or begin(3)") == []


@pytest.mark.parametrize(
    ("last", "advice"),
    [
        ("main()", 'put it under `if __name__ == "__main__":`'),
        ("RESULT = main()", "start it in a function that the program calls"),
        ("pool = mp.Pool(2)", "start it in a function that the program calls"),
        ("mp.Pool(2).map(len, ['a'])", "start it in a function that the program calls"),
    ],
)
def test_a_module_of_a_package_that_starts_processes(last: str, advice: str, tmp_path: Path) -> None:
    (tmp_path / "__init__.py").touch()
    (tmp_path / "other.py").write_text("from .run import main\n", encoding="utf-8")
    path = tmp_path / "run.py"
    text = f"import multiprocessing as mp\n\n\ndef main():\n    with mp.Pool(2) as pool:\n        print(pool.map(len, ['a']))\n\n\n{last}\n"
    path.write_text(text, encoding="utf-8")
    [finding] = [each for each in lint(text, str(path)) if each.code == "MP101"]
    assert finding.message.partition("; ")[2] == advice


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("precompute(rate, (1, 2))", ["MP101"]),
        ("dict(enumerate(precompute(rate, (1, 2))))", ["MP101"]),
        ("rate(2)", []),
        ("logging.getLogger(__name__)", []),
    ],
)
@pytest.mark.parametrize(
    ("imported", "prefix"),
    [("from .pool import precompute", ""), ("from . import pool", "pool."), ("import shop.pool", "shop.pool.")],
)
def test_a_variable_of_a_module_of_a_package(
    value: str, found: list[str], imported: str, prefix: str, tmp_path: Path
) -> None:
    # The module names no library: what it calls for its variables is looked into all the same.
    package = tmp_path / "shop"
    package.mkdir()
    text = f"import logging\n\n{imported}\n\n\ndef rate(band):\n    return band\n\n\nRATES: list = {value}\n"
    text = text.replace("precompute(", f"{prefix}precompute(")
    pool = (
        "from concurrent.futures import ProcessPoolExecutor\n\n\n"
        "def precompute(function, items):\n"
        "    with ProcessPoolExecutor(2) as executor:\n"
        "        return list(executor.map(function, items))\n"
    )
    for name, content in (("__init__", ""), ("pool", pool), ("tariffs", text)):
        (package / f"{name}.py").write_text(content, encoding="utf-8")
    assert [each.code for each in lint(text, str(package / "tariffs.py"))] == found


@pytest.mark.parametrize("body", ["pass", "def stop(self):\n        self.terminate()", "def run(self):\n        pass"])
def test_a_class_that_is_a_process_by_its_base_only(body: str, tmp_path: Path) -> None:
    program = "from gate import Gate\n\ngate = Gate()\ngate.start()\n"
    modules = {
        "base": f"from multiprocessing import Process\n\n\nclass Base(Process):\n    {body}\n",
        "gate": "from base import Base\n\n\nclass Gate(Base):\n    def run(self):\n        print('gate')\n",
        "main": program,
    }
    for name, text in modules.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    found = lint(program, str(tmp_path / "main.py"))
    assert [(each.code, each.span.line) for each in found] == [("MP101", 4)]


@pytest.mark.parametrize("packaged", [True, False])
def test_a_module_that_only_uses_another_one(packaged: bool, tmp_path: Path) -> None:
    # It names no library and is no program: that its functions use what starts processes is enough.
    backend = (
        "from concurrent.futures import ProcessPoolExecutor\n\n\n"
        "class Backend:\n"
        "    def __init__(self):\n"
        "        self.executor = ProcessPoolExecutor(2)\n\n"
        "    def schedule(self, number):\n"
        "        return self.executor.submit(abs, number)\n"
    )
    text = (
        f"from {'.' if packaged else ''}backend import Backend\n\n\n"
        "class Server:\n"
        "    def __init__(self):\n"
        "        self.backend = Backend()\n\n"
        "    async def answer(self, number):\n"
        "        return await self.backend.schedule(number)\n"
    )
    if packaged:
        (tmp_path / "__init__.py").touch()
    (tmp_path / "backend.py").write_text(backend, encoding="utf-8")
    path = str(tmp_path / "server.py")
    Path(path).write_text(text, encoding="utf-8")
    assert [(each.code, each.span.line) for each in lint(text, path)] == [("MP515", 9)]
    (tmp_path / "backend.py").write_text("class Backend:\n    pass\n", encoding="utf-8")
    files.consulted.clear()
    assert not matters(text, path)


@pytest.mark.parametrize(
    ("name", "is_module"), [("basics/run.py", True), ("basics/run-all.py", False), ("01-basics/run.py", False)]
)
def test_a_name_that_cannot_be_imported(name: str, is_module: bool, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir()
    (path.parent / "__init__.py").write_text("from . import run\n", encoding="utf-8")
    text = "import multiprocessing as mp\n\nprocess = mp.Process(target=print)\nprocess.start()\n"
    path.write_text(text, encoding="utf-8")
    (finding,) = [each for each in lint(text, str(path)) if each.code == "MP101"]
    assert finding.message.endswith(
        "in a function that the program calls" if is_module else '`if __name__ == "__main__":`'
    )


@pytest.mark.parametrize(
    ("name", "packaged", "last", "advice"),
    [
        ("run.py", False, "", 'put it under `if __name__ == "__main__":`'),
        ("run.py", True, "main()\n", 'put it under `if __name__ == "__main__":`'),
        ("run.py", True, "", "use `get_context()`"),
        ("__init__.py", True, "", "use `get_context()`"),
        ("__init__.py", True, "main()\n", "use `get_context()`"),
        ("conftest.py", False, "", "call it in `pytest_configure`"),
        ("conftest.py", True, "", "call it in `pytest_configure`"),
    ],
)
def test_who_sets_the_start_method_on_import(name: str, packaged: bool, last: str, advice: str, tmp_path: Path) -> None:
    # What only others import is not `__main__` in any process: under a guard, the call would be lost.
    if packaged:
        (tmp_path / "__init__.py").touch()
    text = f'import multiprocessing as mp\n\nmp.set_start_method("spawn")\n\n\ndef main():\n    pass\n\n\n{last}'
    (tmp_path / name).write_text(text, encoding="utf-8")
    [finding] = [each for each in lint(text, str(tmp_path / name)) if each.code == "MP106"]
    assert finding.message.partition("; ")[2] == advice


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("run.py", 'put it under `if __name__ == "__main__":`'),
        ("conftest.py", "do it in a function that the program calls"),
    ],
)
def test_who_asks_on_import(name: str, advice: str, tmp_path: Path) -> None:
    text = "import multiprocessing as mp\n\nname = input()\n\n\ndef start():\n    mp.Process(target=print).start()\n\n\nstart()\n"
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = {each.code: each.message.partition("; ")[2] for each in lint(text, str(tmp_path / name))}
    assert found == {"MP101": advice.replace("do it", "start it"), "MP109": advice}


@pytest.mark.parametrize(
    ("packaged", "first", "where"),
    [
        (False, "", "`__main__.py` run as a folder; move it elsewhere"),
        (False, "from . import tools\n", "`__main__.py`; move it to another module"),
        (True, "", "`__main__.py`; move it to another module"),
    ],
)
def test_a_main_module_that_may_be_run_by_its_own_path(packaged: bool, first: str, where: str, tmp_path: Path) -> None:
    # `python __main__.py` is imported by its children, `python .` and `python -m` are not.
    if packaged:
        (tmp_path / "__init__.py").touch()
    path = tmp_path / "__main__.py"
    text = f"import multiprocessing as mp\n{first}\n\ndef work():\n    pass\n\n\nmp.Process(target=work).start()\n"
    path.write_text(text, encoding="utf-8")
    (finding,) = [each for each in lint(text, str(path)) if each.code == "MP104"]
    assert finding.message == f"a child process cannot import `work` from {where}"
