"""One cause is one finding: the other places that it has are named with it, or say nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_mp.engine import lint
from flake8_mp.rule import Finding
from flake8_mp.settings import Settings

DEFAULT = Settings()
BEGINNING = "import multiprocessing as mp\n\n\ndef work():\n    print('work')\n\n\n"


def found(folder: Path, name: str, settings: Settings = DEFAULT) -> list[Finding]:
    path = folder / name
    return lint(path.read_text(encoding="utf-8"), str(path), settings)


def places(findings: list[Finding], code: str) -> list[tuple[int, list[tuple[int, str]]]]:
    return [
        (each.span.line, [(related.span.line, related.words) for related in each.related])
        for each in findings
        if each.code == code
    ]


class TestUnguardedStarts:
    def test_one_guard_covers_what_follows(self) -> None:
        body = "first = mp.Process(target=work)\nfirst.start()\nfor _ in range(3):\n    mp.Process(target=work).start()\nmp.Pool(2)\n"
        assert places(lint(BEGINNING + body), "MP101") == [(9, [(11, "also started here"), (12, "also started here")])]

    def test_a_definition_parts_them(self) -> None:
        body = "mp.Pool(2)\n\n\ndef more():\n    mp.Process(target=work).start()\n\n\nmore()\nmore()\n"
        assert places(lint(BEGINNING + body), "MP101") == [
            (8, []),
            (15, [(12, "started here"), (16, "also started here")]),
        ]

    def test_they_break_under_the_same_start_methods(self) -> None:
        # What asks for spawn breaks wherever it runs.
        body = "mp.Pool(2)\nmp.get_context('spawn').Pool(2)\nmp.Pool(2)\n"
        assert [(each.span.line, sorted(each.methods)) for each in lint(BEGINNING + body) if each.code == "MP101"] == [
            (8, ["forkserver", "spawn"]),
            (9, ["fork", "forkserver", "spawn"]),
        ]


def test_a_process_is_out_of_order_once() -> None:
    text = f"{BEGINNING}def run():\n    first = mp.Process(target=work)\n    first.start()\n    first.start()\n    first.start()\n"
    text += "    second = mp.Process(target=work)\n    second.join()\n    second.terminate()\n"
    assert [each.span.line for each in lint(text) if each.code == "MP603"] == [11, 14]


class TestThreads:
    TEXT = """\
import multiprocessing as mp
import threading


class Pool:
    def __init__(self, number):
        for _ in range(number):
            Worker().start()


class Worker(threading.Thread):
    pass


def run(processes):
    if processes < 2:
        Pool(2)
    {before}
    if processes > 1:
        mp.Process(target=print).start()
"""

    @pytest.mark.parametrize(
        ("before", "related"),
        [
            # Whether the pool was made depends on how many processes there are: it runs none beside it.
            ("", []),
            ("for _ in range(processes): processes += 1", []),
            ("Worker().start()", [[(18, "the thread is created here")]]),
            ("for _ in range(processes): Worker().start()", [[(18, "the thread is created here")]]),
            (
                "Worker().start()\n    Pool(3)",
                [[(18, "the thread is created here"), (8, "another thread is created here")]],
            ),
        ],
    )
    def test_the_evidence_is_a_thread_that_runs(self, before: str, related: list[list[tuple[int, str]]]) -> None:
        assert [each[1] for each in places(lint(self.TEXT.format(before=before)), "MP301")] == related


class TestFiles:
    def test_what_another_file_shows_is_not_repeated(self, tmp_path: Path) -> None:
        (tmp_path / "grid.py").write_text(
            "from multiprocessing.shared_memory import SharedMemory\n\n\n"
            "def attach(name):\n    return SharedMemory(name=name, track=False)\n",
            encoding="utf-8",
        )
        (tmp_path / "main.py").write_text(
            "import multiprocessing as mp\n\nimport grid\n\n\ndef work(name):\n    grid.attach(name).close()\n\n\n"
            'if __name__ == "__main__":\n    mp.Process(target=work, args=("a",)).start()\n',
            encoding="utf-8",
        )
        old = Settings(target_version=(3, 12))
        assert [(each.code, each.span.line) for each in found(tmp_path, "grid.py", old)] == [("MP608", 5)]
        assert found(tmp_path, "main.py", old) == []

    def test_nor_what_several_programs_lead_to(self, tmp_path: Path) -> None:
        (tmp_path / "files.py").write_text(
            "import sys\nfrom multiprocessing import Pool\n\n\n"
            "def read(name):\n    try:\n        return open(name).read()\n    except OSError:\n        sys.exit('missing')\n\n\n"
            "def read_all(names):\n    with Pool(2) as pool:\n        return pool.map(read, names)\n",
            encoding="utf-8",
        )
        for name in ("one", "two"):
            (tmp_path / f"{name}.py").write_text(
                "from files import read_all\n\n\ndef main():\n    return read_all(['a', 'b'])\n\n\n"
                'if __name__ == "__main__":\n    main()\n',
                encoding="utf-8",
            )
        assert [(each.code, each.span.line) for each in found(tmp_path, "files.py")] == [("MP801", 9)]
        assert found(tmp_path, "one.py") == found(tmp_path, "two.py") == []

    def test_what_this_file_causes_is_its_own(self, tmp_path: Path) -> None:
        # The other file shows a lambda at the same place: its own.
        (tmp_path / "tools.py").write_text(
            "import multiprocessing as mp\n\n\ndef start(task=lambda: 0):\n    mp.Process(target=task).start()\n\n\n"
            'if __name__ == "__main__":\n    start()\n',
            encoding="utf-8",
        )
        (tmp_path / "main.py").write_text(
            'from tools import start\n\nif __name__ == "__main__":\n    start(lambda: 1)\n', encoding="utf-8"
        )
        assert [(each.code, each.span.line) for each in found(tmp_path, "tools.py")] == [("MP201", 5)]
        assert [(each.code, each.span.line) for each in found(tmp_path, "main.py")] == [("MP201", 4)]


class TestLateDefinitions:
    TEXT = """\
import multiprocessing as mp

bar = {outside}


def work(number):
    bar.append(number)
    return len(bar)


if __name__ == "__main__":
    with mp.Pool(2) as pool:
        bar = {inside}
        pool.map(work, range(3))
"""

    def test_what_no_child_gets_is_said_once(self) -> None:
        (finding,) = lint(self.TEXT.format(outside="None", inside="[0]"))
        assert (finding.code, finding.span.line) == ("MP105", 7)
        assert (
            finding.message == "`bar` is not updated in a child process; pass it as an argument or use an initializer"
        )
        assert finding.methods == {"fork", "spawn", "forkserver"}
        assert [(each.span.line, each.words) for each in finding.related] == [
            (14, "the worker function is passed here"),
            (8, "also read here"),
            (12, "forked workers are started before it is set"),
        ]

    def test_where_all_children_are_forked_their_order_is_the_cause(self) -> None:
        settings = Settings(start_methods=frozenset({"fork"}))
        (finding,) = lint(self.TEXT.format(outside="None", inside="[0]"), settings=settings)
        assert (finding.code, finding.span.line) == ("MP610", 7)
        assert [(each.span.line, each.words) for each in finding.related] == [
            (12, "the workers are started here"),
            (8, "also read here"),
        ]

    def test_one_set_in_time_is_said_for_the_others_only(self) -> None:
        text = self.TEXT.format(outside="None", inside="[0]").replace("    with", "    bar = [0]\n    with")
        text = text.replace("        bar = [0]\n        pool", "        pool")
        (finding,) = lint(text)
        assert (finding.code, finding.methods) == ("MP105", frozenset({"spawn", "forkserver"}))
