"""What ``target-version``, ``requires-python`` and ``platforms`` decide."""

from __future__ import annotations

import subprocess
import sys

import pytest

from flake8_mp.configuration import Configurations
from flake8_mp.engine import lint
from flake8_mp.settings import Settings, SettingsError
from tests.conftest import Command, Project

GUARD = 'if __name__ == "__main__":'
LAMBDA = f"""\
import multiprocessing

{GUARD}
    worker = multiprocessing.Process(target=lambda: print("hello"))
    worker.start()
    worker.join()
"""
"""Breaks under spawn and forkserver."""
THREAD = f"""\
import multiprocessing
import threading
import time

def work():
    print("working")

{GUARD}
    thread = threading.Thread(target=time.sleep, args=(0.5,))
    thread.start()
    worker = multiprocessing.Process(target=work)
    worker.start()
    worker.join()
    thread.join()
"""
"""Goes wrong under fork."""
THREAD_AND_FORK = THREAD.replace("multiprocessing.Process", 'multiprocessing.get_context("fork").Process')
THREAD_AND_FORK_SET = THREAD.replace(GUARD, f'{GUARD}\n    multiprocessing.set_start_method("fork")')
THREAD_AND_OS_FORK = THREAD.replace("import time", "import os, time").replace(
    "    worker = multiprocessing.Process(target=work)\n    worker.start()\n    worker.join()\n",
    "    if os.fork() == 0:\n        os._exit(0)\n",
)
ALL = {"fork", "spawn", "forkserver"}


def table(command: Command, required: str = "", ours: str = "") -> None:
    project = f'[project]\nname = "app"\nrequires-python = "{required}"\n' if required else ""
    command.write("pyproject.toml", project + (f"[tool.flake8_mp]\n{ours}\n" if ours else ""))


class TestStartMethods:
    @pytest.mark.parametrize(
        ("required", "ours", "methods", "target"),
        [
            ("", "", ALL, None),
            ("", 'enable = ["MP7"]', ALL, None),
            (">=3.11", "", ALL, (3, 11)),
            (">=3.11,<4", "", ALL, (3, 11)),
            ("~=3.12", "", ALL, (3, 12)),
            ("==3.14.*", "", {"spawn", "forkserver"}, (3, 14)),
            (">=3.14", "", {"spawn", "forkserver"}, (3, 14)),
            (">=3.9,<3.14", "", {"fork", "spawn"}, (3, 9)),
            ("<3.14", "", {"fork", "spawn"}, None),
            (">=3.14", 'platforms = ["linux"]', {"forkserver"}, (3, 14)),
            ("", 'platforms = ["linux"]', {"fork", "forkserver"}, None),
            ("", 'platforms = ["macos", "windows"]', {"spawn"}, None),
            ("", 'target-version = "3.14"', {"spawn", "forkserver"}, (3, 14)),
            ("", 'target-version = "py314"', {"spawn", "forkserver"}, (3, 14)),
            (">=3.9", 'target-version = "3.14"', {"spawn", "forkserver"}, (3, 14)),
            (">=3.9,<3.14", 'target-version = "3.12"', {"fork", "spawn"}, (3, 12)),
            ("<3.13", 'target-version = "3.14"', {"spawn", "forkserver"}, (3, 14)),
            (">=3.14", 'start-methods = ["fork"]\nplatforms = ["linux"]', {"fork"}, (3, 14)),
            ("nonsense", "", ALL, None),
        ],
    )
    def test_they_follow(
        self, command: Command, required: str, ours: str, methods: set[str], target: tuple[int, int] | None
    ) -> None:
        table(command, required, ours)
        settings = Configurations({}).of(str(command.folder)).settings
        assert settings.start_methods == methods
        assert settings.target_version == target

    def test_the_nearest_requirement_counts(self, command: Command) -> None:
        table(command, ">=3.9", 'platforms = ["linux"]')
        command.write("inner/pyproject.toml", '[project]\nrequires-python = ">=3.14"\n')
        command.write("inner/plain/module.py")
        found = Configurations({})
        assert found.of(str(command.folder)).settings.start_methods == {"fork", "forkserver"}
        assert found.of(str(command.folder / "inner" / "plain")).settings.start_methods == {"forkserver"}

    def test_what_is_read_and_what_is_not(self, command: Command) -> None:
        table(command, ">=3.14", 'platforms = ["linux"]')
        folder = str(command.folder)
        assert Configurations({}, isolated=True).of(folder).settings == Settings()
        assert Configurations({}, file="pyproject.toml").of("/").settings.start_methods == {"forkserver"}
        given = Configurations({"target-version": "3.12", "platforms": ["macos"]}).of(folder)
        assert given.settings.start_methods == {"spawn"}
        assert given.settings.target_version == (3, 12)

    def test_show_config(self, command: Command) -> None:
        table(command, ">=3.14", 'platforms = ["linux"]')
        path = command.folder / "pyproject.toml"
        lines = command("--show-config").out.splitlines()
        assert 'start-methods = ["forkserver"]  # defaults of Python 3.14 and later on Linux' in lines
        assert f'target-version = "3.14"  # {path}: requires-python' in lines
        assert f'platforms = ["linux"]  # {path}' in lines
        assert not any("newest" in line for line in lines)
        table(command, "==3.13.*")
        assert (
            'start-methods = ["fork", "spawn"]  # defaults of Python 3.13 on Linux, macOS, Windows'
            in command("--show-config").out.splitlines()
        )
        table(command, ">=3.10,<3.14")
        assert "  # defaults of Python 3.10 to 3.13 on Linux, macOS, Windows\n" in command("--show-config").out
        table(command, "<3.14")
        assert "  # defaults of Python up to 3.13 on Linux, macOS, Windows\n" in command("--show-config").out

    @pytest.mark.parametrize(
        ("platforms", "complaint"),
        [
            ('["linus"]', "platforms: 'linus' is not a platform; did you mean linux?"),
            ('["darwin"]', "platforms: 'darwin' is not a platform; did you mean macos?"),
            ('["amiga"]', "platforms: 'amiga' is not a platform; choose from linux, macos, windows"),
            ("[]", "platforms: name at least one of linux, macos, windows"),
            ('"linux"', "platforms: write a list of strings, not 'linux'"),
        ],
    )
    def test_platforms_that_are_none(self, command: Command, platforms: str, complaint: str) -> None:
        table(command, "", f"platforms = {platforms}")
        with pytest.raises(SettingsError) as error:
            Configurations({}).of(str(command.folder))
        assert str(error.value).endswith(f"[tool.flake8_mp] {complaint}")

    def test_values_that_follow_one_by_one(self, command: Command) -> None:
        command.write("a.py", LAMBDA)
        result = command("--platforms", "linux", "macos", "a.py", "--show-config")
        assert 'platforms = ["linux", "macos"]  # command line' in result.out


class TestWhatIsReported:
    def found(self, command: Command, text: str) -> list[str]:
        command.write("app.py", text)
        return [place.split()[1] for place in command.concise("app.py").places]

    def test_what_only_other_defaults_break_is_left_out(self, command: Command) -> None:
        assert (self.found(command, LAMBDA), self.found(command, THREAD)) == (["MP201"], ["MP301"])
        table(command, ">=3.9,<3.14", 'platforms = ["linux"]')
        assert (self.found(command, LAMBDA), self.found(command, THREAD)) == ([], ["MP301"])
        table(command, ">=3.14", 'platforms = ["linux"]')
        assert (self.found(command, LAMBDA), self.found(command, THREAD)) == (["MP201"], [])

    @pytest.mark.parametrize("text", [THREAD_AND_FORK, THREAD_AND_FORK_SET, THREAD_AND_OS_FORK])
    def test_what_asks_for_fork_is_judged_by_that(self, command: Command, text: str) -> None:
        table(command, ">=3.14", 'platforms = ["linux"]')
        assert self.found(command, text) == ["MP301"]

    def test_a_spawn_that_is_asked_for_is_judged_by_that(self, command: Command) -> None:
        table(command, "<3.14", 'platforms = ["linux"]')
        text = LAMBDA.replace("multiprocessing.Process", 'multiprocessing.get_context("spawn").Process')
        assert self.found(command, text) == ["MP201"]

    def test_the_cache_knows_the_difference(self, command: Command) -> None:
        for _ in range(2):
            table(command)
            assert self.found(command, THREAD) == ["MP301"]
            table(command, ">=3.14")
            assert self.found(command, THREAD) == []

    def test_the_plugin_goes_by_the_same(self, project: Project) -> None:
        project.write("thread.py", THREAD)
        project.write("fork.py", THREAD_AND_FORK)
        assert [each.split()[1] for each in project.codes("thread.py")] == ["MP301"]
        project.write("pyproject.toml", '[project]\nrequires-python = ">=3.14"\n')
        assert project.codes("thread.py") == []
        assert [each.split()[1] for each in project.codes("fork.py")] == ["MP301"]
        assert [each.split()[1] for each in project.codes("--mp-target-version=3.12", "thread.py")] == ["MP301"]
        project.configure("mp-platforms = macos, windows", "mp-target-version = 3.12")
        assert project.codes("thread.py") == []
        project.write("pyproject.toml", '[project]\nrequires-python = ">=3.14\n')
        project.configure()
        assert [each.split()[1] for each in project.codes("thread.py")] == ["MP301"]


NEWER = f"""\
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.shared_memory import SharedMemory

def work(number):
    return number

def main():
    block = SharedMemory(create=True, size=8, track=False)
    block.close()
    block.unlink()
    with ProcessPoolExecutor(1, max_tasks_per_child=2) as executor:
        print(list(executor.map(work, range(2), buffersize=4)))

{GUARD}
    main()
"""


def messages(text: str, target: tuple[int, int] | None) -> list[str]:
    found = lint(text, "app.py", Settings(target_version=target))
    return [finding.message for finding in found if finding.code == "MP608"]


class TestNewerKeywords:
    @pytest.mark.parametrize(
        ("target", "words"),
        [
            (None, []),
            ((3, 14), []),
            ((3, 13), ["buffersize="]),
            ((3, 11), ["track=", "buffersize="]),
            ((3, 10), ["track=", "max_tasks_per_child=", "buffersize="]),
        ],
    )
    def test_those_that_the_oldest_python_does_not_have(self, target: tuple[int, int] | None, words: list[str]) -> None:
        assert [message.split("`")[1] for message in messages(NEWER, target)] == words

    def test_the_message(self) -> None:
        assert messages(NEWER, (3, 12)) == [
            "`track=` is new in Python 3.13 (`SharedMemory`); check `sys.version_info` first",
            "`buffersize=` is new in Python 3.14 (`executor.map`); check `sys.version_info` first",
        ]

    @pytest.mark.parametrize(
        "text",
        [
            NEWER.replace("def main():", "import sys\n\ndef main():\n    assert sys.version_info >= (3, 14)"),
            NEWER.replace("    main()", "    from settings import NEW\n    if NEW:\n        main()").replace(
                "def main():", "from settings import NEW\n\ndef main():\n  if NEW:"
            ),
            NEWER.replace("def main():\n", "def main():\n  try:\n").replace(
                f"\n{GUARD}", f"  except TypeError:\n    print('older')\n\n{GUARD}"
            ),
        ],
    )
    def test_who_asks_first_or_is_ready_for_it_is_left_alone(self, text: str) -> None:
        compile(text, "app.py", "exec")
        assert messages(text, (3, 9)) == []

    def test_what_is_advised_is_there(self) -> None:
        text = NEWER.replace("max_tasks_per_child", "maxtasksperchild")
        assert any("write `max_tasks_per_child=`" in message for message in messages(text, (3, 11)))
        assert any(
            message == "`maxtasksperchild=` is not a parameter of `ProcessPoolExecutor`; remove it"
            for message in messages(text, (3, 10))
        )

    @pytest.mark.skipif(sys.version_info >= (3, 13), reason="this Python has the keyword")
    def test_an_older_python_refuses_it(self) -> None:
        run = subprocess.run([sys.executable, "-c", NEWER], capture_output=True, text=True, check=False, timeout=60)
        assert run.stderr.splitlines()[-1] == (
            "TypeError: SharedMemory.__init__() got an unexpected keyword argument 'track'"
        )
