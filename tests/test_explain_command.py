"""``flake8-mp explain``: what is shown for a code, for what may be meant, and for nothing."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from flake8_mp.fixers import fixable_codes
from flake8_mp.frontends.explaining import as_json
from flake8_mp.frontends.explaining.example import Example, example, simplest
from flake8_mp.frontends.explaining.listing import changes, listing, shown
from flake8_mp.frontends.explaining.queries import MOST, Pages
from flake8_mp.frontends.explaining.screen import Screen
from flake8_mp.frontends.explaining.search import stem, words
from flake8_mp.frontends.explaining.symptoms import shares, symptoms
from flake8_mp.pages import evidence, page, summary
from flake8_mp.rule import INTERNAL, NON_RULES, Rule, Span, all_rules, rule_of
from flake8_mp.selfcheck.record import minor, on, platforms, recorded
from flake8_mp.settings import START_METHODS
from tests.conftest import ROOT, Command

POSIX = pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals")
OWN = f"{sys.version_info[0]}.{sys.version_info[1]}"
CODES = [rule.code for rule in all_rules()]


def rule(code: str) -> Rule:
    found = rule_of(code)
    assert found is not None
    return found


@cache
def screen(code: str, python: tuple[int, int, int] = (3, 13, 0), width: int = 0) -> list[str]:
    return Screen(width, False, python).pages(Pages((rule(code),))).splitlines()


class TestOneScreen:
    @pytest.mark.parametrize("code", CODES)
    def test_it_says_what_why_and_what_to_do(self, code: str) -> None:
        lines = screen(code)
        text = " ".join(" ".join(lines).split())
        assert lines[0].startswith(f"{code} {rule(code).name}: {rule(code).severity}")
        assert summary(rule(code)) in text
        assert any(line.startswith("Instead: ") for line in lines)
        assert re.search(r"^ +\^+$", "\n".join(lines), re.MULTILINE), "nothing is marked in the example"
        assert "Seen when run on Python 3." in text
        assert 20 <= len(lines) <= 64
        assert not [line for line in lines if line != line.rstrip() or "\033" in line]
        assert not re.search(r"# (error|todo|runs|prints|time-limit):", "\n".join(lines))

    def test_most_fit_a_terminal_of_forty_lines(self) -> None:
        lengths = [len(screen(code)) for code in CODES]
        assert sorted(lengths)[len(lengths) // 2] <= 40

    def test_the_whole_of_one(self) -> None:
        lines = screen("MP602")
        at = lines.index("Example")
        assert lines[at:] == [
            "Example",
            *[f"    {line}".rstrip() for line in _listed("MP602")],
            f"    MP602 {_message('MP602')}",
            "",
            "Seen when run on Python 3.13",
            f"    every start method  {_seen('MP602')}",
            "",
            f"Fix (flake8-mp check --fix): {_title('MP602')}",
            *[f"    {line}".rstrip() for line in _fixed("MP602")],
            "",
            f"All {_count('MP602')} example programs: flake8-mp explain MP602 --examples",
        ]

    def test_prose_is_wrapped_and_programs_are_not(self) -> None:
        lines = screen("MP205", width=60)
        prose = lines[: lines.index("Example")]
        assert max(map(len, prose[1:])) <= 60
        assert len(prose) > len(screen("MP205")[: screen("MP205").index("Example")])

    def test_lines_that_are_fixed_are_those_that_the_fixer_changes(self) -> None:
        found = _example("MP201")
        assert found.change is not None
        gone = [line.text for line in found.change.lines if line.sign == "-"]
        come = [line.text for line in found.change.lines if line.sign == "+"]
        diff = found.change.diff.splitlines()[2:]
        assert gone == [
            re.sub(r"\s*# error.*", "", line[1:]) for line in diff if line.startswith("-") and line[1:].strip()
        ]
        assert come == [
            re.sub(r"\s*# error.*", "", line[1:]) for line in diff if line.startswith("+") and line[1:].strip()
        ]


def _example(code: str, python: tuple[int, int, int] = (3, 13, 0)) -> Example:
    found = example(rule(code), python)
    assert found is not None
    return found


def _listed(code: str) -> list[str]:
    return [line.text for line in _example(code).lines]


def _message(code: str) -> str:
    return _example(code).findings[0].message


def _seen(code: str) -> str:
    (seen,) = _example(code).seen
    return seen.text


def _title(code: str) -> str:
    change = _example(code).change
    assert change is not None
    return change.title


def _fixed(code: str) -> list[str]:
    change = _example(code).change
    assert change is not None
    return [f"{line.sign if line.sign in '+-' else ' '} {line.text}" for line in change.lines]


def _count(code: str) -> int:
    return sum(1 for fixture in evidence(rule(code)) if fixture.kind != "shapes")


class TestSimplest:
    @pytest.mark.parametrize("code", CODES)
    def test_anybody_can_run_it(self, code: str) -> None:
        found = simplest(rule(code), "3.13.0")
        assert found is not None
        plain = [f for f in evidence(rule(code), "bad") if not f.needs and f.path.is_file() and (3, 13, 0) in f.python]
        assert found in plain or not [f for f in plain if f.errors and not f.args and not f.flags]

    def test_it_is_not_the_first_file(self) -> None:
        assert evidence(rule("MP201"), "bad")[0].needs == ("torch",)
        assert _example("MP201").fixture.path.name == "bad_pool_map.py"

    def test_it_goes_wrong_on_the_python_of_the_user(self) -> None:
        for code in CODES:
            found = _example(code)
            if found.python == found.asked:
                assert any(seen.words != ("ok",) for seen in found.seen), code

    def test_a_python_that_was_not_run(self) -> None:
        newest = [version for version in platforms() if version.count(".") == 1][-1]
        assert f"Seen when run on Python {newest} (not run on 3.99)" in screen("MP201", (3, 99, 0))
        assert "Seen when run on Python 3.12" in screen("MP201", (3, 12, 0))

    def test_a_program_that_the_python_of_the_user_cannot_run(self) -> None:
        (line,) = [line for line in screen("MP215", (3, 12, 1)) if line.startswith("Seen when run")]
        assert re.fullmatch(r"Seen when run on Python 3\.1[4-9] \(not run on 3\.12\)", line)

    @pytest.mark.parametrize("code", ["MP101", "MP201", "MP401", "MP501", "MP805"])
    def test_outcomes_are_those_of_the_record(self, code: str) -> None:
        found = _example(code, (3, 13, 5))
        described = {method: seen.words for seen in found.seen for method in seen.methods}
        outcomes = recorded(found.fixture)
        assert described == {method: on("3.13.5", outcomes[method]) for method in START_METHODS}

    def test_what_works_is_shown_where_there_is_no_fixer(self) -> None:
        without = [code for code in CODES if code not in fixable_codes()]
        shown_works = [code for code in without if any(line.startswith("This works (good") for line in screen(code))]
        assert set(without) - set(shown_works) <= {"MP107"}, "which has programs of several files only"

    def test_of_a_program_of_several_files_the_one_is_shown_that_is_reported(self) -> None:
        lines = screen("MP107")
        assert "Example: engine.py of 2 files" in lines


class TestListing:
    TEXT = '"""Say."""\n# runs: fork=ok\n# prints: 1\n\nimport os\n\n\nx = 1  # error: MP101\nprint(x)  # kept\n\n'

    def test_claims_are_left_out(self) -> None:
        assert shown(self.TEXT) == {5: "import os", 6: "", 8: "x = 1", 9: "print(x)  # kept"}

    def test_marks(self) -> None:
        lines = [(line.sign, line.text) for line in listing(self.TEXT, [Span(8, 4, 8, 5)], 24)]
        assert lines == [(" ", "import os"), (" ", ""), (" ", "x = 1"), ("^", "    ^"), (" ", "print(x)  # kept")]

    def test_a_long_program_is_cut_around_its_mark(self) -> None:
        text = "".join(f"x{number} = {number}\n" for number in range(1, 100))
        lines = [line.text for line in listing(text, [Span(50, 0, 50, 3), Span(70, 0, 70, 3)], 24)]
        assert lines[0] == "x46 = 46"
        assert lines.count("...") == 1
        assert len(lines) == 21

    def test_changes(self) -> None:
        new = self.TEXT.replace("x = 1", "x = 2").replace("import os\n", "import os\n\nimport sys\n")
        assert [(line.sign, line.text) for line in changes(self.TEXT, new)] == [
            ("-", "x = 1"),
            ("+", "import sys"),
            ("+", "x = 2"),
            (" ", "print(x)  # kept"),
        ]


class TestCodes:
    @pytest.mark.parametrize(
        "asked", ["MP201", "mp201", "lambda-handoff", "lambda_handoff", "mp201-lambda-handoff", "mp201_lambda_handoff"]
    )
    def test_one(self, command: Command, asked: str) -> None:
        result = command("explain", asked)
        assert (result.status, result.err) == (0, "")
        assert result.out.startswith("MP201 lambda-handoff: error, breaks under every start method\n")

    @pytest.mark.parametrize(
        "asked", [["MP201,MP205"], ["MP201", "MP205"], ["MP201,", "MP205"], ["mp201 , MP205,MP201"]]
    )
    def test_several(self, command: Command, asked: list[str]) -> None:
        result = command("explain", *asked)
        assert result.status == 0
        assert re.findall(r"^(MP\d+) [a-z]+-[a-z]+: error", result.out, re.MULTILINE) == ["MP201", "MP205"]

    def test_those_that_begin_so(self, command: Command) -> None:
        result = command("explain", "MP2")
        of_family = [code for code in CODES if code.startswith("MP2")]
        assert [line[:5] for line in result.out.splitlines() if re.match(r"MP\d\d\d ", line)] == of_family

    def test_what_is_off_by_default(self) -> None:
        assert screen("MP107")[0].endswith("; off by default, enable it with --enable MP107")
        assert "breaks under" not in screen("MP901")[0]

    def test_the_code_of_a_failure_of_ours(self, command: Command) -> None:
        assert command("explain", "MP000").out == f"{NON_RULES[INTERNAL].page}\n"

    @pytest.mark.parametrize(
        ("asked", "near"),
        [("MP999", "; did you mean MP9"), ("mp201-nested", ""), ("MP201,MP299", "; did you mean MP2")],
    )
    def test_one_that_does_not_exist(self, command: Command, asked: str, near: str) -> None:
        result = command("explain", asked)
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith(f"flake8-mp explain: {asked.rpartition(',')[2]}: there is no such rule")
        assert near in result.err
        assert result.err.count("\n") == 1

    @pytest.mark.parametrize("asked", ["mp2o1", "MPP201", "mp20l"])
    def test_a_code_that_is_misspelt(self, command: Command, asked: str) -> None:
        result = command("explain", asked)
        assert (result.status, result.out) == (1, "")
        assert "Did you mean:\n  flake8-mp explain MP201\n" in result.err

    def test_several_among_which_one_is_a_word(self, command: Command) -> None:
        result = command("explain", "MP201", "pickle")
        assert result.status == 0
        assert result.out.splitlines()[2].startswith("MP201 ")


class TestExamples:
    def test_the_whole_page(self, command: Command) -> None:
        result = command("explain", "--examples", "MP201")
        assert result.out.startswith(page(rule("MP201")))
        rest = result.out.removeprefix(page(rule("MP201")))
        assert rest.startswith("\n## Fixed\n\n`flake8-mp check --fix` changes `bad_")
        assert "\n```diff\n--- bad_" in rest

    def test_for_a_terminal_it_is_rendered(self) -> None:
        text = Screen(80, False, (3, 13, 0)).markdown(page(rule("MP201")))
        assert "```" not in text
        assert "##" not in text
        assert "with Pool(processes=2) as pool:" in text

    def test_of_a_family(self, command: Command) -> None:
        result = command("explain", "--examples", "MP40")
        assert re.findall(r"^# (MP\d+)", result.out, re.MULTILINE) == [
            code for code in CODES if code.startswith("MP40")
        ]


class TestCandidates:
    def test_a_line_for_each(self, command: Command) -> None:
        result = command("explain", "hang")
        lines = result.out.splitlines()
        assert lines[:2] == ["hang: these rules may explain it, most likely first", ""]
        found = [re.match(r"(MP\d+)  ([a-z-]+) +(.*)", line) for line in lines[2:-2]]
        assert 1 < len(found) <= MOST
        for match in found:
            assert match is not None
            assert (match[2], match[3]) == (rule(match[1]).name, summary(rule(match[1])))
        assert found[0] is not None
        assert lines[-2:] == ["", f"Next: flake8-mp explain {found[0][1]}"]

    def test_lines_end_where_the_terminal_does(self) -> None:
        from flake8_mp.frontends.explaining.queries import Candidates, answer

        found = answer(["hang"])
        assert isinstance(found, Candidates)
        lines = Screen(60, False, (3, 13, 0)).candidates(found).splitlines()
        assert max(map(len, lines)) == 60
        assert any(line.endswith("\u2026") for line in lines)

    @pytest.mark.parametrize(
        ("asked", "head"),
        [
            ("Pool.map", "Pool.map: these rules are about this, most relevant first"),
            ("EOFError", "EOFError: the example programs of these rules fail like this, best match first"),
            ("MP5", "MP5: the rules with this prefix"),
        ],
    )
    def test_what_they_are_for(self, command: Command, asked: str, head: str) -> None:
        assert command("explain", asked).out.splitlines()[0] == head

    def test_one_alone_is_explained_at_once(self, command: Command) -> None:
        result = command("explain", "AssertionError: daemonic processes are not allowed to have children")
        lines = result.out.splitlines()
        assert lines[0].startswith(
            "AssertionError: daemonic processes are not allowed to have children: the example programs of one"
        )
        assert next(line for line in lines if line.startswith("MP")).startswith("MP607 process-in-daemon: error")

    def test_nothing_in_it_steers_the_terminal(self, command: Command) -> None:
        result = command("explain", "hang \033]0;x\007")
        assert "\033" not in result.out + result.err


class TestNothing:
    def test_it_is_said_what_was_looked_for(self, command: Command) -> None:
        result = command("explain", "xyzzy")
        assert (result.status, result.out) == (1, "")
        assert result.err.startswith("flake8-mp explain: no match for 'xyzzy'\nIt is not the code or name of a rule, ")
        assert "`flake8-mp rules` lists all rules." in " ".join(result.err.split())

    def test_what_is_near_can_be_typed(self, command: Command) -> None:
        result = command("explain", "leeked", "semaphore")
        offered = [line.strip() for line in result.err.splitlines() if line.startswith("  ")]
        assert 'flake8-mp explain "leaked semaphore"' in offered
        assert command("explain", "leaked semaphore").status == 0

    def test_of_an_error(self, command: Command) -> None:
        result = command("explain", "RuntimeError: CUDA out of memory")
        assert result.status == 1
        assert "No example program of a rule fails with an error like this one." in result.err

    @pytest.mark.parametrize("arguments", [[], ["  "]])
    def test_nothing_asked(self, command: Command, arguments: list[str]) -> None:
        result = command("explain", *arguments)
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith("flake8-mp explain: what to explain is missing: ")
        assert result.err.count("\n") == 1


class TestJson:
    def described(self, command: Command, *asked: str) -> dict[str, Any]:
        result = command("explain", *asked, "--output-format", "json")
        found: dict[str, Any] = json.loads(result.out)
        assert list(found) == ["asked", "kind", "rules", "internal", "near"]
        assert result.status == (found["kind"] == "nothing")
        assert result.err == ""
        return found

    def test_a_code(self, command: Command) -> None:
        described = self.described(command, "MP201,MP000")
        (entry,) = described["rules"]
        assert (described["kind"], entry["code"], entry["fixable"]) == ("rules", "MP201", True)
        assert f"Instead: {entry['instead']}" in " ".join(page(rule("MP201")).split())
        shown = entry["example"]
        assert shown["python"] == OWN or OWN not in platforms()
        assert list(shown["outcomes"]) == list(START_METHODS)
        place = shown["findings"][0]
        line = shown["source"].splitlines()[place["line"] - 1]
        assert line[place["column"] - 1 : place["end_column"] - 1].startswith("lambda ")
        assert shown["fix"]["diff"].startswith(f"--- {shown['file']}\n+++ {shown['file']}\n@@")
        assert [each["code"] for each in described["internal"]] == ["MP000"]

    def test_every_key_is_documented(self, command: Command) -> None:
        documented = set(re.findall(r'"([a-z_]+)"', as_json.__doc__ or ""))

        def keys(value: object) -> Iterator[str]:
            match value:
                case dict():
                    for key, inner in value.items():
                        if key not in START_METHODS:
                            yield key
                        yield from keys(inner)
                case list():
                    for inner in value:
                        yield from keys(inner)

        for asked in (["MP201"], ["MP301", "--examples"], ["EOFError"], ["MP000"], ["xyzzy"]):
            assert set(keys(self.described(command, *asked))) <= documented

    def test_an_error(self, command: Command) -> None:
        described = self.described(command, "context has already been set")
        first = described["rules"][0]
        assert (described["kind"], first["code"]) == ("error", "MP106")
        assert first["seen"]["programs"]
        assert set(first["seen"]["programs"]) <= {fixture.key for fixture in evidence(rule("MP106"), "bad")}

    @pytest.mark.parametrize(
        ("asked", "kind"), [("hang", "words"), ("Pool.map", "api"), ("MP3", "codes"), ("xyzzy", "nothing")]
    )
    def test_kinds(self, command: Command, asked: str, kind: str) -> None:
        assert self.described(command, asked)["kind"] == kind

    def test_near(self, command: Command) -> None:
        assert self.described(command, "lamda")["near"] == ["lambda"]

    def test_pages(self, command: Command) -> None:
        (entry,) = self.described(command, "MP201", "--examples")["rules"]
        assert entry["page"] == page(rule("MP201"))


class TestColors:
    def test_who_wants_them_gets_them(self, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        plain = command("explain", "MP201").out
        assert "\033" not in plain
        colored = command("explain", "MP201", "--color", "always").out
        assert colored.startswith("\033[1;31mMP201\033[0m")
        assert len(re.sub(r"\033\[[\d;]*m", "", colored).splitlines()) == len(plain.splitlines())
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert "\033[" in command("explain", "MP201").out
        monkeypatch.setenv("NO_COLOR", "1")
        assert command("explain", "MP201").out == plain
        assert "\033[" in command("explain", "MP201", "--color", "always").out

    @pytest.mark.parametrize("color", [True, False])
    def test_code_is_set_off(self, color: bool) -> None:
        text = Screen(0, color, (3, 13, 0)).pages(Pages((rule("MP501"),)))
        assert ("`get()`" in text) is not color
        assert ("\033[36mget()" in text) is color


@POSIX
class TestTerminal:
    """As on a terminal: the output of the process goes to one."""

    @contextmanager
    def run(
        self, command: Command, *arguments: str, lines: int = 24, **environment: str
    ) -> Iterator[tuple[int, str, str]]:
        import pty

        ours, theirs = pty.openpty()
        size = {"COLUMNS": "80", "LINES": str(lines), "TERM": "xterm"}
        process = subprocess.Popen(
            [sys.executable, "-m", "flake8_mp", "explain", *arguments],
            cwd=command.folder,
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=subprocess.PIPE,
            env={**os.environ, **size, **environment},
        )
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 65536):
                shown += part
        except OSError:  # the other end is closed
            pass
        os.close(ours)
        _, err = process.communicate(timeout=60)
        yield process.returncode, shown.decode().replace("\r\n", "\n"), err.decode()

    def test_what_does_not_fit_goes_to_the_pager(self, command: Command) -> None:
        with self.run(command, "MP201", PAGER="tee paged >/dev/null") as (status, shown, err):
            assert (status, shown, err) == (0, "", "")
        paged = (command.folder / "paged").read_text(encoding="utf-8")
        assert paged.startswith("\033[1;31mMP201\033[0m")

    def test_pagers_are_asked_to_show_colors(self, command: Command) -> None:
        with self.run(command, "MP201", PAGER='echo "$LESS"; cat >/dev/null', LV="x") as (_, shown, _err):
            assert shown == "FRX\n"
        with self.run(command, "MP201", PAGER='echo "$LESS"; cat >/dev/null', LESS="S") as (_, shown, _err):
            assert shown == "S\n"

    def test_ours_goes_before_that_of_all(self, command: Command) -> None:
        with self.run(command, "MP201", PAGER="false", FLAKE8_MP_PAGER="head -c 7") as (status, shown, _):
            assert (status, shown) == (0, "\033[1;31m")

    @pytest.mark.parametrize(
        ("arguments", "lines", "pager"),
        [
            (["MP201", "--no-pager"], 24, "tee paged"),
            (["MP201"], 200, "tee paged"),
            (["MP201"], 24, "cat"),
            (["MP201"], 24, ""),
            (["MP201", "--output-format", "json"], 24, "tee paged"),
        ],
    )
    def test_without(self, command: Command, arguments: list[str], lines: int, pager: str) -> None:
        with self.run(command, *arguments, lines=lines, PAGER=pager) as (status, shown, err):
            assert (status, err) == (0, "")
            assert "lambda-handoff" in shown
        assert not (command.folder / "paged").exists()

    def test_one_that_does_not_exist(self, command: Command) -> None:
        with self.run(command, "MP201", PAGER="no-such-pager") as (status, shown, err):
            assert status == 0
            assert "lambda-handoff" in shown
            assert "no-such-pager" in err

    def test_one_that_reads_nothing(self, command: Command) -> None:
        with self.run(command, "MP201", "--examples", PAGER="true") as (status, shown, err):
            assert (status, shown, err) == (0, "", "")

    def test_examples_are_rendered(self, command: Command) -> None:
        with self.run(command, "MP201", "--examples", "--no-pager") as (status, shown, _):
            assert status == 0
            assert "```" not in shown


class TestDoor:
    def test_standard_input(self, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("AssertionError: can only join a started process\n"))
        assert "\nMP603 " in command("explain", "-").out
        monkeypatch.setattr(sys, "stdin", io.StringIO("nothing of ours\n"))
        assert command("explain", "-").status == 1
        monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
        result = command("explain", "-")
        assert (result.status, result.err) == (1, "flake8-mp explain: standard input is empty\n")

    def test_standard_input_of_any_encoding(self, command: Command) -> None:
        error = b"\xff\xfe\n_pickle.PicklingError: Can't pickle <function <lambda> at 0x7f>: it is not a thing\n"
        run = command.process("explain", "-", stdin=b"\xe9\n" * 1_000_000 + error)
        assert (run.returncode, run.stderr) == (0, b"")
        assert b"MP201" in run.stdout

    def test_help(self, command: Command) -> None:
        result = command("explain", "--help")
        assert result.status == 0
        assert "flake8-mp explain Pool.map" in result.out
        assert "start_methods, summary, why" in result.out

    def test_a_reader_who_has_seen_enough(self, command: Command) -> None:
        program = f"{sys.executable} -m flake8_mp explain --examples MP205 | head -n 1"
        run = subprocess.run(["sh", "-c", program], cwd=command.folder, capture_output=True, text=True, check=True)
        assert (run.stdout, run.stderr) == ("# MP205 unpicklable-handoff\n", "")

    def test_an_encoding_without_the_characters(self, command: Command) -> None:
        run = command.process("explain", "MP201", PYTHONIOENCODING="ascii")
        assert (run.returncode, run.stderr) == (0, b"")
        assert b"\\u2026" in run.stdout

    @pytest.mark.parametrize(
        ("asked", "absent"),
        [
            ("['explain', 'hang']", "libcst pygments rich.markdown"),
            ("['explain', 'MP107']", "libcst pygments rich.markdown"),
            ("['explain', 'MP201', '--output-format', 'json']", "rich"),
            ("['rules', 'MP201']", "rich libcst"),
            ("['--version']", "rich libcst"),
        ],
    )
    def test_only_what_is_needed_is_imported(self, command: Command, asked: str, absent: str) -> None:
        program = (
            f"import sys; from flake8_mp.frontends.cli import main; main({asked}); print(*sys.modules, file=sys.stderr)"
        )
        run = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
        )
        assert set(absent.split()) & set(run.stderr.split()) == set()


class TestSymptoms:
    def test_phrases_are_said_once(self) -> None:
        result = [phrase for symptom in symptoms() for phrase in symptom.phrases]
        assert len(set(result)) == len(result)
        assert all(words(phrase) for phrase in result)

    @pytest.mark.parametrize("symptom", symptoms(), ids=lambda symptom: symptom.phrases[0])
    def test_the_record_bears_them_out(self, symptom: object) -> None:
        from flake8_mp.frontends.explaining.symptoms import Symptom

        assert isinstance(symptom, Symptom)
        assert set(symptom.rules) <= set(CODES)
        assert len(set(symptom.rules)) == len(symptom.rules)
        if symptom.seen:
            assert set(symptom.rules) <= set(shares(symptom.seen)), "no program of it was seen to go wrong like this"

    @pytest.mark.parametrize(
        ("written", "kept"),
        [
            ("pickled", "pickl"),
            ("pickling", "pickl"),
            ("picklable", "pickl"),
            ("processes", "process"),
            ("process", "process"),
            ("running", "run"),
            ("hangs", "hang"),
            ("freezes", "freez"),
            ("class", "class"),
            ("set_start_method", "set_start_method"),
        ],
    )
    def test_endings(self, written: str, kept: str) -> None:
        assert stem(written) == kept


def test_versions_are_those_of_the_record() -> None:
    assert {minor(version) for version in platforms()} >= {"3.11", "3.12", "3.13"}


def test_the_data_is_installed_with_the_package() -> None:
    from flake8_mp.frontends.explaining.symptoms import PATH

    assert Path(as_json.__file__).with_name("symptoms.toml") == PATH
    assert PATH.is_file()
