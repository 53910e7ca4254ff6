"""The command, the table and the record."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from flake8_mp.progress import Progress
from flake8_mp.selfcheck import __main__ as command
from flake8_mp.selfcheck import matrix
from flake8_mp.selfcheck import record as records
from flake8_mp.selfcheck.fixture import Fixture, load
from flake8_mp.selfcheck.interpreter import Interpreter, interpreter
from flake8_mp.selfcheck.matrix import Result, Task, plan, run_matrix
from flake8_mp.selfcheck.outcome import Outcome, Report, judge
from flake8_mp.selfcheck.record import RecordError, is_stale, on, platforms, record, recorded, recorded_errors, was_run
from flake8_mp.selfcheck.table import details, summary, table

RAISES = '"""It raises."""\n# runs: fork={0} spawn={0} forkserver={0}\nraise KeyError(1)  # error: MP999\n'


@pytest.fixture
def rule(tmp_path: Path) -> Path:
    folder = tmp_path / "mp999_sample"
    folder.mkdir()
    (folder / "bad.py").write_text(RAISES.format("KeyError"))
    (folder / "good.py").write_text('"""Fine."""\n')
    (folder / "shapes.py").write_text('"""Never run."""\nraise KeyError(1)\n')
    return folder


@pytest.fixture
def bad(rule: Path) -> Fixture:
    return load(rule / "bad.py")


def python(version: str) -> Interpreter:
    numbers = tuple(int(part) for part in version.split("."))
    return replace(interpreter(), version=version, numbers=numbers, platform=f"System {version}")


def observed(fixture: Fixture, method: str, version: str, *words: str) -> Result:
    outcome = Outcome(frozenset(words), Report(0, 0.1, "", ""))
    return Result(Task(fixture, method, python(version)), outcome)


class TestCommand:
    def test_all_claims_hold(self, rule: Path) -> None:
        run = subprocess.run(
            [
                sys.executable,
                "-m",
                "flake8_mp.selfcheck",
                str(rule),
                "--start-method",
                "spawn",
                "--jobs",
                "2",
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        assert run.stderr == ""
        assert "mp999_sample/bad.py" in run.stdout
        assert "KeyError, exit=1" in run.stdout
        assert "shapes" not in run.stdout
        assert "2 runs, 2 as claimed, 0 different in " in run.stdout

    def test_a_difference(self, rule: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (rule / "bad.py").write_text(RAISES.format("TypeError"))
        assert command.main([str(rule / "bad.py"), "--start-method=spawn", "--start-method=fork"]) == 1
        shown = capsys.readouterr().out
        assert "DIFF  mp999_sample/bad.py" in shown
        assert "KeyError, exit=1 (when run again alone)" in shown
        assert "raise KeyError(1)  # error: MP999" in shown
        assert "2 different" in shown

    @pytest.mark.parametrize(
        ("arguments", "named"),
        [
            (["MP998"], "MP998: no rule with fixtures"),
            ([""], "'': name a code"),
            (["{rule}/shapes.py"], "shapes.py: no fixtures that can be run"),
            (["{rule}", "--python", "no-such-python"], "no-such-python: cannot be run: "),
            (["{rule}", "--python", "chroot /no/such/place python"], "write 'chroot DIRECTORY PYTHON'"),
            (["{rule}", "--record"], "--record keeps the outcomes of "),
        ],
    )
    def test_usage_errors_are_one_line(
        self, rule: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], named: str
    ) -> None:
        assert command.main([argument.format(rule=rule) for argument in arguments]) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert named in shown.err
        assert shown.err.count("\n") == 1

    @pytest.mark.parametrize(
        "arguments",
        [
            ["--jobs", "0"],
            ["--jobs", "x"],
            ["--time-limit", "-1"],
            ["--start-method", "threads"],
            ["--nonsense"],
        ],
    )
    def test_options_that_cannot_be(self, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
        with pytest.raises(SystemExit) as caught:
            command.main(arguments)
        assert caught.value.code == 2
        assert arguments[0] in capsys.readouterr().err

    def test_a_malformed_fixture_is_named(self, rule: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (rule / "good.py").write_text('"""Fine."""\n# tme-limit: 3\n')
        assert command.main([str(rule)]) == 2
        assert "good.py:2: 'tme-limit' is not a header" in capsys.readouterr().err

    def test_where_all_is_skipped_nothing_holds(self, rule: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (rule / "good.py").write_text('"""Fine."""\n# needs: no_such_module\n')
        assert command.main([str(rule / "good.py")]) == 2
        shown = capsys.readouterr()
        assert "skipped: needs no_such_module" in shown.out
        assert "0 runs" in shown.out
        assert shown.err.splitlines()[-1] == "selfcheck: nothing was run"

    def test_recording(
        self,
        rule: Path,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        kept: list[Result] = []
        monkeypatch.setattr(command, "fixtures_root", lambda: tmp_path)
        monkeypatch.setattr(command, "record", kept.extend)
        assert command.main([str(rule), "--record", "--start-method", "spawn"]) == 0
        assert [(result.task.fixture.path.name, result.seen) for result in kept] == [
            ("bad.py", "KeyError, exit=1"),
            ("good.py", "ok"),
        ]
        assert capsys.readouterr().out.splitlines()[-1] == f"recorded in {records.PATH}"

    def test_a_record_that_cannot_be_written_is_named_before_anything_is_run(
        self, rule: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(command, "fixtures_root", lambda: tmp_path)
        monkeypatch.setattr(command, "PATH", tmp_path / "nowhere" / "outcomes.json")
        assert command.main([str(rule), "--record"]) == 2
        assert capsys.readouterr() == (
            "",
            f"selfcheck: {tmp_path / 'nowhere'}: --record needs permission to write here\n",
        )


class TestMatrix:
    def test_what_is_skipped_and_why(self, rule: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (rule / "good.py").write_text('"""Fine."""\n# python: >=3.99\n')
        (rule / "good_needs.py").write_text('"""Fine."""\n# needs: sys, no_such_module\n')
        here = replace(interpreter(), methods=frozenset({"spawn"}))
        fixtures = [load(rule / name) for name in ("bad.py", "good.py", "good_needs.py", "shapes.py")]
        tasks = plan(fixtures, ["fork", "spawn"], [here])
        assert [task.skipped for task in tasks] == [
            "no fork on this platform",
            "",
            "for Python >=3.99",
            "for Python >=3.99",
            "no fork on this platform",
            "needs no_such_module",
        ]
        skipped = run_matrix([task for task in tasks if task.skipped])
        assert all(result.holds for result in skipped)
        assert "0 runs" in summary(skipped, 1)
        assert "2 skipped (for Python >=3.99)" in summary(skipped, 1)

    def test_a_doubtful_run_is_repeated_alone_with_twice_the_time(
        self, bad: Fixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        limits: list[float | None] = []

        def run(fixture: Fixture, method: str, python: object, *, time_limit: float | None) -> Outcome:
            limits.append(time_limit)
            return Outcome(frozenset({"hang" if len(limits) == 1 else "KeyError"}), Report(1, 0.1, "", ""))

        monkeypatch.setattr(matrix, "run", run)
        seen: list[tuple[int, int]] = []
        results = run_matrix(plan([bad], ["spawn"], [interpreter()]), progress=lambda *n: seen.append(n))
        assert limits == [None, 16.0]
        assert results[0].holds
        assert results[0].repeated
        assert "1 only when run again alone" in summary(results, 1)
        assert seen == [(0, 1), (1, 1), (2, 2)]

    def test_trouble_is_no_outcome(self, bad: Fixture, monkeypatch: pytest.MonkeyPatch) -> None:
        def run(*_: object, **__: object) -> Outcome:
            raise OSError("no space left")

        monkeypatch.setattr(matrix, "run", run)
        (result,) = run_matrix(plan([bad], ["spawn"], [interpreter()]))
        assert not result.holds
        assert "not run: no space left" in table([result])


class TestTable:
    def test_rows(self, bad: Fixture) -> None:
        rows = table([observed(bad, "fork", "3.13.0", "ok"), observed(bad, "spawn", "3.13.0", "KeyError")])
        assert [row.split() for row in rows.splitlines()] == [
            ["fixture", "python", "method", "claimed", "seen"],
            ["DIFF", "mp999_sample/bad.py", "3.13.0", "fork", "KeyError", "ok"],
            ["ok", "spawn", "KeyError", "KeyError"],
        ]

    def test_details(self, bad: Fixture) -> None:
        stderr = "".join(f"line {number}\n" for number in range(50))
        outcome = judge(Report(0, 1.0, "two\n", stderr, left=("psm_1",)), ("one",))
        shown = details(Result(Task(replace(bad, prints=("one",)), "spawn", python("3.13.0")), outcome))
        for piece in ("bad.py on 3.13.0 under spawn: leak, wrong", "    one", "    two", "line 49", "psm_1"):
            assert piece in shown
        assert "line 30" not in shown

    def test_progress(self) -> None:
        class Terminal(io.StringIO):
            def isatty(self) -> bool:
                return True

        live, early, log, silent = Terminal(), Terminal(), io.StringIO(), io.StringIO()
        for progress in (
            Progress(stream=live),
            Progress("files", early, patience=60),
            Progress(stream=log, every=60),
            Progress(stream=log, every=0.0),
            Progress(stream=silent),
        ):
            progress(1, 2)
            progress.close()
        assert live.getvalue() == "\r\033[K1/2 runs\r\033[K"
        assert early.getvalue() == silent.getvalue() == ""
        assert log.getvalue() == "1/2 runs\n"


class TestRecord:
    def test_round_trip(self, bad: Fixture, tmp_path: Path) -> None:
        path = tmp_path / "outcomes.json"
        assert recorded(bad, path) == {}
        record(
            [observed(bad, "fork", "3.9.0", "ok"), observed(bad, "spawn", "3.9.0", "exit=1", "KeyError")],
            path,
        )
        record([observed(bad, "fork", "3.13.0", "ok"), observed(bad, "spawn", "3.13.0", "hang")], path)
        assert recorded(bad, path) == {
            "fork": {"3.9": ("ok",), "3.13": ("ok",)},
            "spawn": {"3.9": ("KeyError", "exit=1"), "3.13": ("hang",)},
        }
        assert platforms(path) == {"3.9": "3.9.0, System 3.9.0", "3.13": "3.13.0, System 3.13.0"}
        assert list(platforms(path)) == ["3.9", "3.13"]
        first = path.read_bytes()
        record([observed(bad, "fork", "3.9.0", "ok")], path)
        assert path.read_bytes() == first
        assert [file.name for file in tmp_path.glob("outcomes*")] == ["outcomes.json"]

    def test_another_outcome_replaces_the_old_one(self, bad: Fixture, tmp_path: Path) -> None:
        path = tmp_path / "outcomes.json"
        record([observed(bad, "fork", "3.13.0", "ok")], path)
        record([observed(bad, "fork", "3.13.0", "leak")], path)
        assert recorded(bad, path) == {"fork": {"3.13": ("leak",)}}

    def test_what_belongs_to_another_text_is_stale(self, bad: Fixture, tmp_path: Path) -> None:
        path = tmp_path / "outcomes.json"
        record([observed(bad, "fork", "3.13.0", "ok"), observed(bad, "fork", "3.12.0", "ok")], path)
        bad.path.write_text(RAISES.format("LookupError|KeyError"))
        changed = load(bad.path)
        assert is_stale(changed, path)
        assert recorded(changed, path) == {}
        record([observed(changed, "fork", "3.13.0", "leak")], path)
        assert recorded(changed, path) == {"fork": {"3.13": ("leak",)}}
        assert list(platforms(path)) == ["3.13"]

    def test_what_errors_said_is_kept_beside(self, bad: Fixture, tmp_path: Path) -> None:
        path = tmp_path / "outcomes.json"

        def failed(version: str, last: str) -> Result:
            stderr = f"Traceback (most recent call last):\n{last}\n" if last else ""
            return Result(Task(bad, "spawn", python(version)), judge(Report(1, 0.1, "", stderr)))

        record([observed(bad, "fork", "3.13.0", "ok")], path)
        assert recorded_errors(bad, path) == {}
        assert "errors" not in path.read_text()
        record([failed("3.13.0", "KeyError: 'a'"), failed("3.9.0", "KeyError: 'b'")], path)
        assert recorded_errors(bad, path) == {"spawn": {"KeyError: '*'": ("3.9", "3.13")}}
        assert recorded(bad, path)["spawn"] == {"3.9": ("KeyError", "exit=1"), "3.13": ("KeyError", "exit=1")}
        first = path.read_bytes()
        record([failed("3.9.0", "KeyError: 'c'")], path)
        assert path.read_bytes() == first
        record([failed("3.9.0", ""), failed("3.13.0", "KeyError: 'a'\nValueError: none")], path)
        assert recorded_errors(bad, path) == {"spawn": {"KeyError: '*'": ("3.13",)}}
        bad.path.write_text(RAISES.format("LookupError|KeyError"))
        assert recorded_errors(load(bad.path), path) == {}

    def test_another_release_that_behaves_the_same_adds_nothing(self, bad: Fixture, tmp_path: Path) -> None:
        path = tmp_path / "outcomes.json"
        record([observed(bad, "fork", "3.13.0", "ok")], path)
        first = path.read_bytes()
        record([observed(bad, "fork", "3.13.5", "ok")], path)
        assert path.read_bytes() == first
        assert was_run("3.13.0", path)
        assert not was_run("3.13.5", path)

    def test_a_release_that_behaves_otherwise_is_a_fact_of_its_own(self, bad: Fixture, tmp_path: Path) -> None:
        path = tmp_path / "outcomes.json"
        record([observed(bad, "fork", "3.13.0", "ok"), observed(bad, "spawn", "3.13.0", "ok")], path)
        record([observed(bad, "fork", "3.13.5", "leak"), observed(bad, "spawn", "3.13.5", "ok")], path)
        assert recorded(bad, path) == {"fork": {"3.13": ("ok",), "3.13.5": ("leak",)}, "spawn": {"3.13": ("ok",)}}
        assert platforms(path) == {"3.13": "3.13.0, System 3.13.0", "3.13.5": "System 3.13.5"}
        assert was_run("3.13.5", path)
        seen = recorded(bad, path)
        assert [on(version, seen["fork"]) for version in ("3.13.0", "3.13.5", "3.13.7", "3.12.1")] == [
            *(("ok",), ("leak",), ("ok",), None)
        ]
        record([observed(bad, "fork", "3.13.5", "ok")], path)
        assert recorded(bad, path)["fork"] == {"3.13": ("ok",)}
        assert list(platforms(path)) == ["3.13"]

    def test_a_record_of_releases_is_read_as_one_of_minor_versions(self, bad: Fixture, tmp_path: Path) -> None:
        path = tmp_path / "outcomes.json"
        entry = {
            "source": bad.digest,
            "outcomes": {"fork": {"ok": ["3.9.1", "3.13.0"]}},
            "errors": {"fork": {"KeyError": ["3.13.0"]}},
        }
        pythons = {"3.9.1": "Linux", "3.13.0": "Linux"}
        path.write_text(json.dumps({"pythons": pythons, "fixtures": {bad.key: entry}}))
        assert recorded(bad, path) == {"fork": {"3.9": ("ok",), "3.13": ("ok",)}}
        assert recorded_errors(bad, path) == {"fork": {"KeyError": ("3.13",)}}
        assert platforms(path) == {"3.9": "3.9.1, Linux", "3.13": "3.13.0, Linux"}

    def test_a_fixture_that_is_gone_is_dropped(self, bad: Fixture, tmp_path: Path) -> None:
        path = tmp_path / "outcomes.json"
        record([observed(bad, "fork", "3.13.0", "ok")], path)
        good = load(bad.path.with_name("good.py"))
        bad.path.unlink()
        record([observed(good, "fork", "3.13.0", "ok")], path)
        assert list(json.loads(path.read_text())["fixtures"]) == [good.key]

    def test_nothing_observed_is_nothing_recorded(self, bad: Fixture, tmp_path: Path) -> None:
        path = tmp_path / "outcomes.json"
        record([Result(Task(bad, "fork", python("3.13.0"), skipped="no fork"))], path)
        assert recorded(bad, path) == {}

    @pytest.mark.parametrize("text", ["", "[]", "{}"])
    def test_a_broken_record_is_named(self, bad: Fixture, tmp_path: Path, text: str) -> None:
        path = tmp_path / "outcomes.json"
        path.write_text(text)
        with pytest.raises(RecordError, match=r"outcomes\.json: not a record of outcomes"):
            recorded(bad, path)

    def test_it_lies_in_the_package(self) -> None:
        assert records.PATH.parent == Path(command.__file__).parent


@pytest.mark.parametrize(
    ("given", "shown"),
    [({}, "flake8-mp selfcheck"), ({"prog": "python -m flake8_mp.selfcheck"}, "python -m flake8_mp.selfcheck")],
)
def test_the_usage_names_the_command(given: dict[str, str], shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        command.main(["--help"], **given)
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: {shown} [-h]")
