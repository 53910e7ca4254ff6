"""Which files are found: by name, by folder, by shebang; and what is left out."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import LAMBDA_TO_POOL, Command


def listed(command: Command, *arguments: str) -> list[str]:
    result = command(*arguments, "--show-files")
    assert result.status == 0, result.err
    return [line.replace(os.sep, "/") for line in result.out.splitlines()]


class TestWhatLooksLikePython:
    def test_by_suffix_and_in_the_order_of_names(self, command: Command) -> None:
        for name in ("b.py", "a.pyi", "c.pyw", "d.ipynb", "e.txt", "pkg/m.py", "pkg/n.pyc", ".github/x.py", "B.py"):
            command.write(name)
        assert listed(command) == ["B.py", "a.pyi", "b.py", "c.pyw", "d.ipynb", ".github/x.py", "pkg/m.py"]

    def test_a_script_without_suffix_counts_by_its_shebang(self, command: Command) -> None:
        for number, line in enumerate(
            ["#!/usr/bin/env python3", "#!/usr/bin/python2.7 -u", "#!/usr/bin/env -S uv run --script", "#!/opt/pypy3"]
        ):
            command.write(f"yes{number}", line + "\n")
        for number, line in enumerate(["#!/bin/sh", "python", "", "#!/usr/bin/env perl"]):
            command.write(f"no{number}", line + "\n")
        command.write("no.sh", "#!/usr/bin/env python3\n")
        assert listed(command) == ["yes0", "yes1", "yes2", "yes3"]

    def test_a_named_file_counts_whatever_its_name_is(self, command: Command) -> None:
        command.write("notes.txt")
        assert command.concise("notes.txt").places == ["notes.txt:5:24 MP201"]

    def test_each_file_counts_once(self, command: Command) -> None:
        command.write("pkg/m.py")
        assert listed(command, "pkg/m.py", ".", "pkg", str(command.folder / "pkg" / "m.py")) == ["pkg/m.py"]


class TestWhatIsLeftOut:
    def test_the_usual_folders_and_virtual_environments(self, command: Command) -> None:
        for name in ("a.py", ".venv/b.py", "build/c.py", "node_modules/d.py", "x.egg/e.py", "pkg/__pycache__/f.py"):
            command.write(name)
        command.write("my-environment/pyvenv.cfg", "")
        command.write("my-environment/lib/g.py")
        assert listed(command) == ["a.py"]
        assert listed(command, "build", "my-environment") == ["build/c.py", "my-environment/lib/g.py"]

    def test_exclude_takes_the_place_of_the_usual_and_extend_exclude_adds(self, command: Command) -> None:
        for name in ("a.py", "build/b.py", "gen/c.py", "src/gen/d.py", "src/old_1.py"):
            command.write(name)
        assert listed(command, "--exclude", "gen") == ["a.py", "build/b.py", "src/old_1.py"]
        assert listed(command, "--extend-exclude", "src/gen,old_*") == ["a.py", "gen/c.py"]
        assert listed(command, "--extend-exclude", "./gen/") == ["a.py", "src/old_1.py", "src/gen/d.py"]

    def test_a_pattern_is_meant_from_the_folder_of_its_file(self, command: Command) -> None:
        command.write("sub/pyproject.toml", '[tool.flake8_mp]\nextend-exclude = ["gen/*.py"]\n')
        for name in ("gen/a.py", "sub/gen/b.py", "sub/c.py"):
            command.write(name)
        assert listed(command) == ["gen/a.py", "sub/c.py"]

    def test_what_is_named_is_checked_unless_exclusion_is_forced(self, command: Command) -> None:
        command.write("build/a.py")
        assert listed(command, "build/a.py") == ["build/a.py"]
        assert listed(command, "build/a.py", "build", "--force-exclude") == []
        command.write("pyproject.toml", "[tool.flake8_mp]\nforce-exclude = true\n")
        assert listed(command, "build/a.py") == []

    def test_a_folder_above_the_project_is_no_reason(self, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        inner = command.folder / "build" / "project"
        command.write("build/project/a.py")
        monkeypatch.chdir(inner)
        assert listed(command, "a.py", "--force-exclude") == ["a.py"]


class TestGitignore:
    def test_it_is_respected_at_every_level(self, command: Command) -> None:
        command.write(".gitignore", "/gen/\n*_pb2.py\n!keep_pb2.py\n# a comment\n\n")
        command.write("pkg/.gitignore", "local.py\n!again_pb2.py\n")
        for name in ("a.py", "gen/b.py", "x_pb2.py", "keep_pb2.py", "pkg/local.py", "pkg/again_pb2.py", "pkg/gen/c.py"):
            command.write(name)
        assert listed(command) == ["a.py", "keep_pb2.py", "pkg/again_pb2.py", "pkg/gen/c.py"]
        assert "gen/b.py" in listed(command, "--no-respect-gitignore")
        assert "local.py" not in " ".join(listed(command, "pkg"))

    def test_the_repository_own_list_counts_and_what_lies_above_it_does_not(self, command: Command) -> None:
        command.write(".git/info/exclude", "secret.py\n")
        (command.folder.parent / ".gitignore").write_text("*\n", encoding="utf-8")
        command.write("secret.py")
        command.write("a.py")
        assert listed(command) == ["a.py"]

    def test_without_a_repository_only_the_folder_itself_speaks(self, command: Command) -> None:
        (command.folder / ".git").rmdir()
        (command.folder.parent / ".gitignore").write_text("*\n", encoding="utf-8")
        command.write(".gitignore", "b.py\n")
        command.write("a.py")
        command.write("b.py")
        assert listed(command) == ["a.py"]

    def test_a_list_of_what_is_wanted(self, command: Command) -> None:
        command.write(".gitignore", "\ufeff*\n!*/\n!*.py\n")
        command.write("src/a.py")
        command.write("src/b.pyw")
        assert listed(command) == ["src/a.py"]

    def test_a_worktree_has_the_list_of_its_repository(self, command: Command) -> None:
        command.write(".git/worktrees/w/commondir", "../..\n")
        command.write(".git/info/exclude", "secret.py\n")
        command.write("w/.git", f"gitdir: {command.folder}/.git/worktrees/w\n")
        command.write("w/secret.py")
        command.write("w/a.py")
        assert listed(command, "w") == ["w/a.py"]

    def test_a_nested_repository_is_its_own(self, command: Command) -> None:
        command.write(".gitignore", "a.py\n")
        command.write("vendor/.git/HEAD", "")
        command.write("vendor/a.py")
        assert listed(command) == ["vendor/a.py"]

    def test_an_ignored_folder_that_is_named_is_looked_at(self, command: Command) -> None:
        command.write(".gitignore", "gen/\n")
        command.write("gen/a.py")
        assert listed(command, "gen") == ["gen/a.py"]
        assert listed(command, "gen", "gen/a.py", "--force-exclude") == []

    def test_patterns_that_git_passes_over_do_no_harm(self, command: Command) -> None:
        command.write(".gitignore", b"a[\n!\n\xff.py\nb.py\n")
        command.write("a.py")
        command.write("b.py")
        assert listed(command) == ["a.py"]


ATOMS = (  # noqa: SIM905  (a list of forty reads worse)
    "* !*/ !*.py *.py build /build build/ !build lib !lib lib/ /lib src/ !src/ !src src/* !src/x.py a* !a* **/x.py "
    "src/** !src/** *_pb2.py !proto x.py !x.py /x.py sub/x.py a/b \\!x #x.py x?.py [ab]* [!a]*.py ** !**/ */ /* !/lib "
    "!/lib/* build/** !build/x.py **/lib/** a/**/x.py"
).split(" ")


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("seed", range(30))
def test_what_git_ignores_is_what_is_left_out(command: Command, seed: int) -> None:
    chance = random.Random(seed)
    folders = ["", "src/", "lib/", "build/", "a/", "a/b/", "src/lib/", "src/proto/", "lib/build/", "a/b/lib/"]
    for folder in folders:
        for name in ("x.py", "ab.py", "y_pb2.py", "build.py", "lib.py"):
            if chance.random() < 0.6:
                command.write(f"{folder}{name}")
    for folder in ["", *chance.sample(folders[1:], 2)]:
        command.write(f"{folder}.gitignore", "\n".join(chance.choices(ATOMS, k=chance.randint(1, 4))) + "\n")
    (command.folder / ".git").rmdir()
    subprocess.run(["git", "init", "-q"], cwd=command.folder, check=True, timeout=60)
    listing = ["git", "ls-files", "--others", "--exclude-standard", "*.py"]
    git = subprocess.run(listing, cwd=command.folder, check=True, timeout=60, capture_output=True, text=True)
    assert sorted(listed(command, "--exclude", "nothing")) == sorted(git.stdout.split())


class TestOddFiles:
    @pytest.mark.skipif(os.name == "nt", reason="links need rights there")
    def test_loops_of_links_and_links_to_nowhere(self, command: Command) -> None:
        command.write("pkg/a.py")
        (command.folder / "pkg" / "loop").symlink_to(command.folder)
        (command.folder / "gone.py").symlink_to("nowhere.py")
        (command.folder / ".#a.py").symlink_to("user@host.1234")
        (command.folder / "self.py").symlink_to("self.py")
        (command.folder / "link.py").symlink_to("pkg/a.py")
        assert listed(command) == ["link.py", "pkg/a.py"]

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
    def test_a_pipe_is_not_waited_for(self, command: Command) -> None:
        os.mkfifo(command.folder / "pipe.py")
        os.mkfifo(command.folder / "pipe")
        command.write("a.py")
        assert listed(command) == ["a.py"]

    def test_what_is_missing_is_reported_and_the_rest_is_checked(self, command: Command) -> None:
        command.write("a.py")
        result = command.concise("a.py", "b.py", "no\0name.py")
        assert result.status == 2
        assert result.places == ["a.py:5:24 MP201"]
        assert result.err.splitlines()[0] == "b.py: cannot be read: No such file or directory"
        assert "null" in result.err.splitlines()[1]

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
    def test_an_unreadable_folder_is_reported(self, command: Command) -> None:
        command.write("secret/a.py")
        (command.folder / "secret").chmod(0)
        try:
            result = command.concise(".")
        finally:
            (command.folder / "secret").chmod(0o700)
        assert (result.status, result.err) == (2, "secret: cannot be read: Permission denied\n")

    @pytest.mark.skipif(os.name == "nt", reason="names are text there")
    def test_a_name_that_is_no_text(self, command: Command) -> None:
        try:
            Path(os.fsdecode(os.fsencode(command.folder) + b"/\xff.py")).write_text(LAMBDA_TO_POOL, encoding="utf-8")
        except OSError:
            pytest.skip("the file system refuses such names")
        for form in ("concise", "full", "json", "sarif", "junit", "gitlab", "github", "rdjson"):
            run = command.process(".", "--output-format", form, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
            assert run.returncode == 1, run.stderr
            assert b"MP201" in run.stdout
            assert b"Traceback" not in run.stderr

    def test_a_deep_tree(self, command: Command) -> None:
        folder = command.folder
        for _ in range(200):
            folder = folder / "d"
            folder.mkdir()
        (folder / "a.py").write_text(LAMBDA_TO_POOL, encoding="utf-8")
        assert len(command.concise(".").places) == 1
