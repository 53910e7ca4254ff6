"""Other modules of a project: what an answer about them depends on, and texts that an editor has not saved."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from flake8_mp.engine import lint, matters
from flake8_mp.facts import project

PROGRAM = "import middle\n\nif __name__ == '__main__':\n    middle.through(lambda: 0)\n"
MIDDLE = "from end import start\n\ndef through(task):\n    start(task)\n"
STARTS = "import multiprocessing\n\ndef start(task):\n    multiprocessing.Process(target=task).start()\n"
STARTS_NOT = "def start(task):\n    task()\n"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    for name, text in (("program", PROGRAM), ("other", PROGRAM), ("middle", MIDDLE), ("end", STARTS)):
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    yield tmp_path
    project.unsaved.clear()
    project.consulted.clear()


def program_matters(folder: Path, name: str = "program.py") -> bool:
    project.consulted.clear()
    return matters(PROGRAM, str(folder / name))


class TestWhatAnAnswerDependsOn:
    def test_is_told_of_what_was_known_before_as_well(self, folder: Path) -> None:
        assert program_matters(folder, "other.py")
        first = {Path(path).name for path in project.consulted} - {"other.py"}
        assert program_matters(folder)
        assert {"middle.py", "end.py"} <= {Path(path).name for path in project.consulted}
        assert {Path(path).name for path in project.consulted} - {"program.py"} == first

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
            patched.setattr(project, "_names_ours", give_up)
            with pytest.raises(GivenUp):
                program_matters(folder)
        assert program_matters(folder)


class TestUnsaved:
    def test_it_decides_whether_a_program_matters(self, folder: Path) -> None:
        assert program_matters(folder)
        project.unsaved[str(folder / "end.py")] = STARTS_NOT
        assert not program_matters(folder)
        project.unsaved[str(folder / "end.py")] = STARTS
        assert program_matters(folder)
        del project.unsaved[str(folder / "end.py")]
        assert program_matters(folder)

    def test_it_decides_what_is_found(self, folder: Path) -> None:
        path = str(folder / "program.py")
        assert [each.code for each in lint(PROGRAM, path)] == ["MP201"]
        project.unsaved[str(folder / "end.py")] = STARTS_NOT
        assert lint(PROGRAM, path) == []

    def test_a_file_that_is_only_open_is_found(self, folder: Path) -> None:
        (folder / "end.py").unlink()
        (folder / "program.py").unlink()
        project.unsaved |= {str(folder / "end.py"): STARTS, str(folder / "program.py"): PROGRAM}
        assert [each.code for each in lint(PROGRAM, str(folder / "program.py"))] == ["MP201"]

    def test_what_is_too_large_is_not_followed(self, folder: Path) -> None:
        project.unsaved[str(folder / "end.py")] = STARTS + "#" * project.LARGEST
        assert not program_matters(folder)


class TestReading:
    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
    def test_a_pipe_is_not_waited_for(self, folder: Path) -> None:
        (folder / "end.py").unlink()
        os.mkfifo(folder / "end.py")
        assert not program_matters(folder)
        assert project.load(str(folder / "end.py")) is None

    def test_what_is_too_large_is_not_followed(self, folder: Path) -> None:
        (folder / "end.py").write_text(STARTS + "#" * project.LARGEST, encoding="utf-8")
        assert not program_matters(folder)

    def test_lines_may_end_in_any_way(self, folder: Path) -> None:
        (folder / "end.py").write_bytes(STARTS.replace("\n", "\r\n").encode())
        source = project.load(str(folder / "end.py"))
        assert source is not None
        assert source.text == STARTS
