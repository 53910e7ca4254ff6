"""``flake8-mp check --fix``: what is written, what is left alone, and what is said."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_mp.fixers import fixable_codes
from flake8_mp.frontends import checking, fix_file
from flake8_mp.frontends.checking import digest
from flake8_mp.rule import all_rules
from tests.conftest import LAMBDA_TO_POOL, ROOT, Command

FIXED = """\
import multiprocessing


def _work(n):
    return n * n


if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        print(pool.map(_work, [1, 2, 3]))
"""
"""What the fixer of MP201 makes of :data:`LAMBDA_TO_POOL`."""
UNSAFE = """\
import multiprocessing

with multiprocessing.Pool(2) as pool:
    print(pool.map(abs, [1, 2, 3]))
"""
"""A program whose fix is unsafe: it binds a name that others may import."""


class TestWriting:
    def test_a_safe_fix_is_written_and_counted(self, command: Command) -> None:
        path = command.write("bad.py")
        result = command(".", "--fix")
        assert path.read_text(encoding="utf-8") == FIXED
        assert (result.status, result.out) == (0, "")
        assert result.err == "flake8-mp: 1 file checked; nothing found; 1 fixed in 1 file\n"
        assert command(".", "--fix").err == "flake8-mp: 1 file checked; nothing found\n"

    def test_what_is_left_is_reported_as_it_is_then(self, command: Command) -> None:
        path = command.write(
            "bad.py", LAMBDA_TO_POOL + "    multiprocessing.Process(daemon=1, name=1, args=(1,)).start()\n"
        )
        result = command.concise(".", "--fix")
        assert result.status == 1
        assert "MP616" in result.out
        line = result.out.split(":")[1]
        assert "Process" in path.read_text(encoding="utf-8").splitlines()[int(line) - 1]

    def test_an_unsafe_fix_is_asked_for(self, command: Command) -> None:
        path = command.write("bad.py", UNSAFE)
        assert command(".", "--fix").status == 1
        assert path.read_text(encoding="utf-8") == UNSAFE
        assert command(".", "--fix", "--unsafe-fixes").status == 0
        assert path.read_text(encoding="utf-8").splitlines()[2] == 'if __name__ == "__main__":'

    def test_pyproject_asks_for_it(self, command: Command) -> None:
        command.write("pyproject.toml", '[tool.flake8_mp]\nunsafe-fixes = true\nunfixable = ["MP2"]\n')
        first, second = command.write("a.py"), command.write("b.py", UNSAFE)
        assert command(".", "--fix").status == 1
        assert first.read_text(encoding="utf-8") == LAMBDA_TO_POOL
        assert second.read_text(encoding="utf-8") != UNSAFE

    def test_only_what_is_fixable(self, command: Command) -> None:
        path = command.write("bad.py")
        command(".", "--fix", "--fixable", "MP6")
        assert path.read_text(encoding="utf-8") == LAMBDA_TO_POOL
        command(".", "--fix", "--fixable", "MP201", "--unfixable", "MP2")
        assert path.read_text(encoding="utf-8") == FIXED

    def test_exit_statuses(self, command: Command) -> None:
        command.write("bad.py")
        assert command(".", "--fix", "--exit-non-zero-on-fix").status == 1
        assert command(".", "--fix", "--exit-non-zero-on-fix").status == 0
        command.write("bad.py", UNSAFE)
        result = command(".", "--fix-only")
        assert (result.status, result.out) == (0, "")
        assert result.err == ("flake8-mp: 1 file checked; nothing to fix; 1 can be fixed with --fix --unsafe-fixes\n")

    def test_what_does_not_go_together(self, command: Command) -> None:
        command.write("bad.py")
        assert command(".", "--fix", "--add-noqa").status == 2
        assert command(".", "--fix", "--write-baseline", "base.json").status == 2

    def test_several_processes_do_the_work(self, command: Command) -> None:
        paths = [command.write(f"m{number}.py", LAMBDA_TO_POOL + "# filler\n" * 8000) for number in range(3)]
        assert command(".", "--fix", "--jobs", "2").status == 0
        assert all(path.read_text(encoding="utf-8").startswith(FIXED) for path in paths)


class TestWhatAFileKeeps:
    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("end", ["", "\n"])
    @pytest.mark.parametrize(
        ("head", "encoding"),
        [
            ("", "utf-8"),
            ("", "utf-8-sig"),
            ("# coding: latin-1\n# é\n", "latin-1"),
            ("# coding: cp1252\n# €\n", "cp1252"),
        ],
    )
    def test_bytes(self, command: Command, newline: str, end: str, head: str, encoding: str) -> None:
        def encoded(text: str) -> bytes:
            if head and newline == "\r":
                pytest.skip("tokenize looks for the encoding up to the first line feed")
            return (head + text.rstrip("\n") + end).replace("\n", newline).encode(encoding)

        path = command.write("bad.py", encoded(LAMBDA_TO_POOL))
        command(".", "--fix")
        assert path.read_bytes() == encoded(FIXED)

    @pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
    def test_mode_and_link(self, command: Command) -> None:
        path = command.write("real.py")
        path.chmod(0o751)
        link = command.folder / "link.py"
        link.symlink_to("real.py")
        command("link.py", "--fix")
        assert link.is_symlink()
        assert path.read_text(encoding="utf-8") == FIXED
        assert stat.S_IMODE(path.stat().st_mode) == 0o751

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
    def test_owner(self, command: Command) -> None:
        path = command.write("bad.py")
        os.chown(path, 12345, 23456)
        command(".", "--fix")
        status = path.stat()
        assert (status.st_uid, status.st_gid) == (12345, 23456)
        assert path.read_text(encoding="utf-8") == FIXED

    def test_a_read_only_file_stays(self, command: Command) -> None:
        path = command.write("bad.py")
        path.chmod(0o444)
        result = command(".", "--fix")
        assert result.status == 2
        assert result.err.splitlines()[0] == "bad.py: not changed: it is read-only"
        assert path.read_text(encoding="utf-8") == LAMBDA_TO_POOL

    def test_a_file_that_changed_meanwhile_stays(self, command: Command) -> None:
        path = command.write("bad.py", "x = 1\n")
        with pytest.raises(fix_file.NotWritten, match="changed in the meantime"):
            fix_file.write(str(path), digest(LAMBDA_TO_POOL.encode()), FIXED.encode())
        assert path.read_text(encoding="utf-8") == "x = 1\n"

    def test_two_processes_at_once(self, command: Command) -> None:
        path = command.write("bad.py")
        line = [sys.executable, "-m", "flake8_mp", "check", "--fix", "--no-cache", "bad.py"]
        both = [
            subprocess.Popen(
                line, cwd=command.folder, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
            )
            for _ in range(2)
        ]
        result = [process.communicate(timeout=120)[1] for process in both]
        assert path.read_text(encoding="utf-8") == FIXED, result
        assert "1 fixed in 1 file" in "".join(result)
        assert [entry.name for entry in command.folder.iterdir() if entry.name.startswith(".flake8-mp")] == []

    def test_a_line_with_noqa_stays(self, command: Command) -> None:
        text = LAMBDA_TO_POOL.replace("[1, 2, 3]))", "[1, 2, 3]))  # noqa: MP201")
        path = command.write("bad.py", text)
        assert command(".", "--fix").status == 0
        assert path.read_text(encoding="utf-8") == text
        assert command(".", "--fix", "--disable-noqa").status == 0
        assert "lambda" not in path.read_text(encoding="utf-8")

    def test_an_encoding_that_cannot_write_what_it_reads(self, command: Command) -> None:
        data = b"# coding: idna\n" + LAMBDA_TO_POOL.encode()
        path = command.write("bad.py", data)
        result = command("--fix", "--output-format", "concise")
        assert "MP201" in result.out
        assert "internal error" not in result.err
        assert path.read_bytes() == data


class TestDiff:
    def test_nothing_is_written(self, command: Command) -> None:
        path = command.write("bad.py")
        result = command(".", "--diff")
        assert path.read_text(encoding="utf-8") == LAMBDA_TO_POOL
        assert result.status == 1
        assert result.out.startswith("--- bad.py\n+++ bad.py\n@@ ")
        assert (
            "-        print(pool.map(lambda n: n * n, [1, 2, 3]))\n+        print(pool.map(_work, [1, 2, 3]))\n"
            in result.out
        )
        assert result.err == "flake8-mp: 1 file checked; 1 would be fixed in 1 file\n"

    def test_nothing_would_change(self, command: Command) -> None:
        command.write("good.py", FIXED)
        result = command(".", "--diff")
        assert (result.status, result.out) == (0, "")

    def test_what_needs_an_unsafe_fix_is_counted(self, command: Command) -> None:
        command.write("unsafe.py", UNSAFE)
        assert command("--diff").err.endswith("nothing to fix; 1 can be fixed with --fix --unsafe-fixes\n")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
    @pytest.mark.parametrize("option", ["--diff", "--fix"])
    def test_a_full_disk(self, command: Command, option: str) -> None:
        for number in range(3):
            command.write(f"bad{number}.py")
        paths = ["."] if option == "--diff" else ["-"]
        with open("/dev/full", "w") as full:  # noqa: PTH123
            run = subprocess.run(
                [sys.executable, "-m", "flake8_mp", option, *paths],
                cwd=command.folder,
                input=LAMBDA_TO_POOL,
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                timeout=60,
                check=False,
            )
        assert run.returncode == 2
        assert run.stderr == "flake8-mp: standard output: cannot be written: No space left on device\n"

    def test_a_reader_that_has_seen_enough(self, command: Command) -> None:
        for number in range(200):
            command.write(f"bad{number}.py", LAMBDA_TO_POOL + "# more\n" * 100)
        with subprocess.Popen(
            [sys.executable, "-m", "flake8_mp", "--diff"],
            cwd=command.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as run:
            assert run.stdout is not None
            assert run.stderr is not None
            assert run.stdout.readline().startswith(b"--- bad")
            run.stdout.close()
            assert run.stderr.read() == b"flake8-mp: 200 files checked; 200 would be fixed in 200 files\n"
            assert run.wait(60) == 1

    def test_a_file_that_is_gone_when_it_is_compared(self, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        path = command.write("bad.py")
        read = checking.read

        def remove_after_reading(name: str) -> bytes:
            data = read(name)
            path.unlink()
            return data

        monkeypatch.setattr(checking, "read", remove_after_reading)
        result = command("--diff")
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith("bad.py: cannot be read: No such file or directory\n")

    @pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
    def test_patch_understands_it(self, command: Command) -> None:
        path = command.write("bad.py", LAMBDA_TO_POOL.rstrip("\n"))
        diff = command.process("check", "--diff", "bad.py").stdout
        done = subprocess.run(
            ["git", "apply", "-p0", "-"], cwd=command.folder, input=diff, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert path.read_text(encoding="utf-8") == FIXED.rstrip("\n")


class TestStandardInput:
    def test_the_fixed_text_is_printed(self, command: Command) -> None:
        done = command.process("check", "--fix", "-", stdin=LAMBDA_TO_POOL.replace("\n", "\r\n").encode())
        assert done.stdout == FIXED.replace("\n", "\r\n").encode()
        assert done.returncode == 0

    def test_a_text_that_stays_is_printed_too(self, command: Command) -> None:
        done = command.process("check", "--fix-only", "-", stdin=b"x = 1\n")
        assert (done.returncode, done.stdout) == (0, b"x = 1\n")

    def test_what_is_left_goes_to_standard_error(self, command: Command) -> None:
        done = command.process("check", "--fix", "--output-format", "concise", "-", stdin=UNSAFE.encode())
        assert done.stdout == UNSAFE.encode()
        assert done.returncode == 1
        assert b"MP101" in done.stderr

    def test_diff(self, command: Command) -> None:
        done = command.process("check", "--diff", "--stdin-filename", "app.py", "-", stdin=LAMBDA_TO_POOL.encode())
        assert done.stdout.startswith(b"--- app.py\n+++ app.py\n")
        assert done.returncode == 1


class TestNotebooks:
    @staticmethod
    def notebook(*cells: str) -> str:
        document = {
            "cells": [
                {
                    "cell_type": "code",
                    "execution_count": None,
                    "metadata": {},
                    "outputs": [],
                    "source": cell.splitlines(keepends=True),
                }
                for cell in cells
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        return json.dumps(document, indent=1, ensure_ascii=False) + "\n"

    def test_a_cell_is_fixed(self, command: Command) -> None:
        cells = (
            "import multiprocessing as mp\n%matplotlib inline",
            "p = mp.Process(target=print, args=(1))\np.start()",
        )
        path = command.write("book.ipynb", self.notebook(*cells))
        result = command(".", "--fix")
        assert "1 fixed in 1 file" in result.err
        assert path.read_text(encoding="utf-8") == self.notebook(cells[0], cells[1].replace("(1)", "(1,)"))

    def test_the_diff_names_the_cell(self, command: Command) -> None:
        cells = ("import multiprocessing as mp", "p = mp.Process(target=print, args=(1))")
        command.write("book.ipynb", self.notebook(*cells))
        assert command(".", "--diff").out.startswith("--- book.ipynb:cell 2\n+++ book.ipynb:cell 2\n")

    def test_one_that_jupyter_has_not_written_stays(self, command: Command) -> None:
        text = json.dumps(
            json.loads(self.notebook("import multiprocessing as mp\np = mp.Process(target=print, args=(1))"))
        )
        path = command.write("book.ipynb", text)
        result = command(".", "--fix")
        assert result.status == 1
        assert "no fix: this notebook is not formatted as Jupyter does it" in result.out
        assert path.read_text(encoding="utf-8") == text


def test_the_cache_keeps_fixes(command: Command) -> None:
    command.write("bad.py")
    first = json.loads(command(".", "--output-format", "json").out)
    again = json.loads(command(".", "--output-format", "json").out)
    assert first == again
    assert first[0]["fix"]["applicability"] == "safe"


def test_who_only_counts_pays_for_no_fixes(command: Command) -> None:
    command.write("bad.py")
    program = (
        "import sys\nfrom flake8_mp.frontends.cli import main\n"
        "main(['check', '.', '--statistics', '--no-cache'])\nprint('libcst' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=command.folder,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.splitlines()[-1] == "False"


def test_verify_shows_both(command: Command) -> None:
    path = command.write("app.py")
    command.write("beside.py", "VALUE = 3\n")
    text = LAMBDA_TO_POOL.replace("import multiprocessing\n", "import multiprocessing\n\nimport beside\n").replace(
        "[1, 2, 3]", "[beside.VALUE]"
    )
    path.write_text(text, encoding="utf-8")
    done = command.process("verify", "--fix", "--start-method", "spawn", "app.py")
    assert done.returncode == 0, done.stderr
    out = done.stdout.decode()
    row = next(line for line in out.splitlines() if "spawn" in line)
    assert "PicklingError" in row or "AttributeError" in row
    assert row.endswith("ok")
    assert "MP201 Define the lambda as `_work` at module level" in out
    assert path.read_text(encoding="utf-8") == text
    assert sorted(entry.name for entry in command.folder.iterdir() if entry.suffix == ".py") == ["app.py", "beside.py"]


def test_verify_has_nothing_to_fix(command: Command) -> None:
    command.write("app.py", "print('hello')\n")
    done = command.process("verify", "--fix", "--start-method", "spawn", "app.py")
    assert (done.returncode, b"nothing to fix" in done.stdout) == (0, True)


def test_explain_shows_what_a_fix_changes(command: Command) -> None:
    result = command("explain", "--examples", "MP602")
    assert "## Fixed\n\n`flake8-mp check --fix` changes `bad_apply_number.py`:" in result.out
    assert "+        return self.pool.apply(square, args=(5,))" in result.out
    without = next(rule.code for rule in all_rules() if rule.code not in fixable_codes())
    assert "## Fixed" not in command("explain", "--examples", without).out


def test_the_table_of_fixed_programs(command: Command) -> None:
    result = command(
        "selfcheck", "--fixed", "--start-method", "spawn", str(ROOT / "fixtures/mp602_bare_argument/bad_queue.py")
    )
    assert result.status == 0
    rows = [line.split() for line in result.out.splitlines()]
    assert ["MP602", "bare-argument", "safe", "1", "1", "0", "1", "1"] in rows
    assert "1 runs of fixed programs, 1 as expected" in result.out
