"""The comparison of two revisions of the engine: what it must notice, and what must not pass for neutral."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from comparison import Refusal, choice, corpus, linting, report
from comparison.differences import compare, differences
from comparison.results import Collection, Found, Linted, Place, Tree

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

LAMBDA = Found("MP201", Place(7, 8, 7, 20), "a lambda", ("fork", "spawn"), ((3, 0, 3, 9, "the pool"),))
GUARD = Found("MP101", Place(9, 0, 9, 5), "no guard", ("spawn",), ())


def kinds(old: Sequence[Found], new: Sequence[Found]) -> list[str]:
    return sorted(each.kind for each in differences("a.py", old, new))


def linted(*findings: Found, source: str = "1", cpu: float = 0.5) -> Linted:
    return Linted(source, cpu, findings)


def collection(files: dict[str, Linted | None], whole: bool = True) -> Collection:
    return Collection("r1", "3.11.7", {"t": Tree("/t", files, whole)})


def test_alike() -> None:
    assert kinds([LAMBDA, GUARD], [GUARD, LAMBDA]) == []


@pytest.mark.parametrize(
    "other",
    [
        replace(LAMBDA, message="a function"),
        replace(LAMBDA, methods=("fork",)),
        replace(LAMBDA, related=()),
        replace(LAMBDA, related=((3, 0, 3, 9, "the pool", "other.py"),)),
        replace(LAMBDA, place=Place(7, 9, 7, 20)),
        replace(LAMBDA, place=Place(7, 8, 8, 1)),
        replace(LAMBDA, code="MP202"),
    ],
)
def test_whatever_differs_is_one_change(other: Found) -> None:
    (found,) = differences("a.py", [LAMBDA, GUARD], [other, GUARD])
    assert (found.kind, found.old, found.new) == ("changed", LAMBDA, other)


def test_vanished_and_new() -> None:
    assert kinds([LAMBDA, GUARD], [LAMBDA]) == ["vanished"]
    assert kinds([LAMBDA], [LAMBDA, GUARD]) == ["new"]
    assert kinds([LAMBDA], [GUARD]) == ["new", "vanished"]
    assert kinds([LAMBDA], [replace(LAMBDA, place=Place(8, 8, 8, 20))]) == ["new", "vanished"]


def test_what_is_reported_twice_counts_twice() -> None:
    assert kinds([LAMBDA, LAMBDA], [LAMBDA]) == ["vanished"]
    assert kinds([LAMBDA], [LAMBDA, LAMBDA]) == ["new"]


def test_the_nearest_is_the_partner() -> None:
    beside = replace(LAMBDA, place=Place(7, 30, 7, 40))
    changed = replace(beside, message="other")
    assert [(each.old, each.new) for each in differences("a.py", [LAMBDA, beside], [changed])] == [
        (beside, changed),
        (LAMBDA, None),
    ]


def test_a_file_that_no_longer_matters_loses_its_findings() -> None:
    result = compare(collection({"a.py": linted(LAMBDA)}), collection({"a.py": None}))
    assert [each.kind for each in result.differences] == ["vanished"]
    assert result.differences[0].file == "t/a.py"


def test_only_the_same_sources_are_compared() -> None:
    old = collection({"a.py": linted(LAMBDA), "b.py": None, "c.py": linted(GUARD), "gone.py": linted(GUARD)})
    new = collection({"a.py": linted(source="2"), "b.py": linted(GUARD), "c.py": linted(GUARD), "come.py": None})
    result = compare(old, new)
    assert result.edited == ("t/a.py",)
    assert result.compared == ("t/b.py", "t/c.py")
    assert (result.only_old, result.only_new) == (("t/gone.py",), ("t/come.py",))
    assert [(each.file, each.kind) for each in result.differences] == [("t/b.py", "new")]


def test_nothing_in_common_is_not_neutral() -> None:
    with pytest.raises(Refusal, match="no file in common"):
        report.print_comparison(collection({"a.py": linted()}), collection({"b.py": linted()}))
    with pytest.raises(Refusal, match="no file in common"):
        report.print_comparison(collection({"a.py": linted()}), collection({"a.py": linted(source="2")}))


def test_a_change_is_printed_with_both_sides(capsys: pytest.CaptureFixture[str]) -> None:
    other = replace(LAMBDA, message="a function", methods=("fork",), place=Place(7, 9, 7, 20))
    assert not report.print_comparison(collection({"a.py": linted(LAMBDA)}), collection({"a.py": linted(other)}))
    lines = capsys.readouterr().out.splitlines()
    assert "  t/a.py:7:10: MP201 a function" in lines
    assert "      place was 7:9 to 7:21" in lines
    assert "      place is  7:10 to 7:21" in lines
    assert "      message was a lambda" in lines
    assert "      methods was fork; spawn" in lines
    assert "  MP201: 1 changed" in lines
    assert lines[-1] == "r1 and r1: 0 vanished, 0 new, 1 changed"


def test_internal_errors_are_reported_once_each_and_are_differences(capsys: pytest.CaptureFixture[str]) -> None:
    failure = Found("MP000", Place(1, 0, 1, 0), "internal error", (), ())
    old = collection({f"{name}.py": linted() for name in "abcde"})
    new = collection({f"{name}.py": linted(failure) for name in "abcde"})
    assert not report.print_comparison(old, new)
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "internal error" in line] == [
        "new: 5, of them 5 internal errors (see below)",
        "internal errors: 5",
        "  MP000 internal error: t/a.py, t/b.py, t/c.py and 2 more",
    ]
    assert lines[-1] == "r1 and r1: 0 vanished, 5 new, 0 changed"


def test_what_is_saved_can_be_loaded(tmp_path: Path) -> None:
    trees = {
        "t": Tree("/t", {"a.py": linted(LAMBDA, GUARD), "b.py": None, "c.py": linted()}, False, ("p-1", "q-2"), 1.25),
        "u": Tree("/u", {}),
    }
    saved = Collection("r1", "3.11.7", trees)
    saved.save(tmp_path / "a.json")
    assert Collection.load(tmp_path / "a.json") == saved
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1}', '{"format": 0}', "\x00"])
def test_what_is_something_else_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match=r"a\.json: (not written by this program|its format is 0, not 1)"):
        Collection.load(file)


def test_all_of_a_finding_is_kept() -> None:
    span = SimpleNamespace(line=1, column=2, end_line=3, end_column=4)
    finding = SimpleNamespace(
        code="MP201",
        span=span,
        message="a lambda",
        methods=frozenset({"spawn", "fork"}),
        related=(
            SimpleNamespace(span=span, words="here"),
            SimpleNamespace(span=span, words="here too", path=""),
            SimpleNamespace(span=span, words="there", path="/t/other/b.py"),
        ),
    )
    here = (1, 2, 3, 4)
    assert linting.plain(finding, "/t") == Found(
        "MP201",
        Place(*here),
        "a lambda",
        ("fork", "spawn"),
        ((*here, "here"), (*here, "here too"), (*here, "there", "other/b.py")),
    )


# Programs that are linted


def checkout(folder: Path, lint: str) -> Path:
    """Write an engine with nothing in common with ours but the door; ``lint`` is the body of its function."""
    package = folder / "flake8_mp"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "settings.py").write_text("class Settings:\n    def __init__(self, enable): self.enable = enable\n")
    (package / "engine.py").write_text(
        f"""\
import os
from types import SimpleNamespace

def matters(source, path="<stdin>"):
    return "pool" in source

def lint(source, path="<stdin>", settings=None):
    assert settings.enable == frozenset({{"MP"}})
    if path == "<stdin>":
        return []
    line = source.splitlines().index("pool") + 1
    span = SimpleNamespace(line=line, column=0, end_line=line, end_column=4)
    found = [SimpleNamespace(code="MP201", span=span, message="a pool", methods=frozenset({{"fork"}}), related=())]
    {lint}
"""
    )
    return folder


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "tree"
    for name, source in {
        "a.py": "pool\n",
        "b/c.py": "\npool\n",
        "b/plain.py": "nothing\n",
        "latin.py": "# coding: latin-1\npool\n# \xe9\n",
        "site-packages/d.py": "pool\n",
        "notes.txt": "pool\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(source.encode("latin-1"))
    (folder / "broken.py").write_bytes(b"pool\n# \xff\n")
    return folder


def run(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "benchmarks" / "compare.py"), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.fixture
def baseline(tmp_path: Path, tree: Path) -> Path:
    code = checkout(tmp_path / "old", "return found")
    done = run("collect", "--code", code, "--out", tmp_path / "old.json", f"t={tree}")
    assert (done.returncode, done.stderr) == (0, "")
    assert "t: 5 files, 3 linted, 3 findings" in done.stdout
    return tmp_path / "old.json"


def test_a_collection(baseline: Path) -> None:
    files = Collection.load(baseline).files
    assert {name: linted and [each.place.line for each in linted.findings] for name, linted in files.items()} == {
        "t/a.py": [1],
        "t/b/c.py": [2],
        "t/b/plain.py": None,
        "t/broken.py": None,
        "t/latin.py": [2],
    }


@pytest.mark.parametrize(
    ("lint", "code", "words"),
    [
        ("return found", 0, ": no difference"),
        ("return found * ('plain' not in path and 'c.py' not in path)", 1, ": 1 vanished, 0 new, 0 changed"),
        ("found[0].message += path[-4:]; return found", 1, ": 0 vanished, 0 new, 3 changed"),
        ("raise KeyError('x')", 1, "RAISED KeyError: 'x': t/a.py, t/b/c.py, t/latin.py"),
        ("os._exit(3)", 2, "compare.py: a worker died over one of the files from t/a.py on\n"),
    ],
)
def test_another_engine(tmp_path: Path, baseline: Path, lint: str, code: int, words: str) -> None:
    done = run("check", "--code", checkout(tmp_path / "new", lint), "--out", tmp_path / "new.json", baseline)
    assert done.returncode == code, done.stdout + done.stderr
    assert words in done.stdout + done.stderr
    assert (tmp_path / "new.json").exists() == (code < 2)
    if code < 2:
        again = run("diff", baseline, tmp_path / "new.json")
        assert (again.returncode, again.stdout) == (code, done.stdout)


def test_two_checkouts(tmp_path: Path, tree: Path) -> None:
    old, new = checkout(tmp_path / "old", "return found"), checkout(tmp_path / "new", "return []")
    done = run("revisions", old, new, f"t={tree}", "--jobs", "1")
    assert done.returncode == 1
    assert done.stdout.endswith(": 3 vanished, 0 new, 0 changed\n")
    done = run("revisions", new, new, f"t={tree}")
    assert done.returncode == 0
    assert "compared: 5 files" in done.stdout


def test_the_trees_of_a_baseline(tmp_path: Path, baseline: Path) -> None:
    checkout(tmp_path / "new", "return []")
    done = run("revisions", tmp_path / "old", tmp_path / "new", "--like", baseline, "--quick")
    assert done.returncode == 1
    assert done.stdout.endswith(": 3 vanished, 0 new, 0 changed\n")
    assert "at different times" not in done.stdout
    done = run("collect", "--code", tmp_path / "new", "--like", baseline, "--out", tmp_path / "new.json")
    assert done.returncode == 0
    assert "t: 5 files, 3 linted, 0 findings" in done.stdout


def test_edited_while_it_is_compared(tmp_path: Path, tree: Path, baseline: Path) -> None:
    (tree / "a.py").write_text("more\npool\n")
    (tree / "b" / "c.py").unlink()
    (tree / "come.py").write_text("pool\n")
    done = run("check", "--code", tmp_path / "old", baseline)
    assert done.returncode == 0
    assert "not compared, since their source differs: t/a.py\n" in done.stdout
    assert "not compared, on the old side only: t/b/c.py\n" in done.stdout
    assert "not compared, on the new side only: t/come.py\n" in done.stdout


def test_our_engine_with_the_opt_in_rules(tmp_path: Path) -> None:
    fixture = ROOT / "fixtures" / "mp901_implicit_start_method"
    done = run("collect", "--code", ROOT, "--out", tmp_path / "a.json", f"f={fixture}")
    assert (done.returncode, done.stderr) == (0, "")
    found = [
        each for linted in Collection.load(tmp_path / "a.json").files.values() if linted for each in linted.findings
    ]
    assert "MP901" in {each.code for each in found}
    assert "internal errors: 0\n" in done.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["diff", "nothing.json", "nothing.json"], "nothing.json: cannot be read: No such file or directory"),
        (["collect", "--out", "a.json", "nowhere"], "nowhere: no such folder"),
        (["collect", "--out", "a.json", "t=tree", "t=tree/b"], "t: two trees have this name; write NAME=FOLDER"),
        (["collect", "--out", "a.json", "--code", "tree", "tree"], "tree: no flake8_mp/engine.py here"),
        (["collect", "--out", "a.json", "--code", "no-such", "tree"], "no-such: neither a folder nor a revision"),
        (
            ["collect", "--out", "a.json", "--quick", "tree"],
            "--quick chooses among the files of a baseline: use --like",
        ),
        (["collect", "--out", "a.json", "--like", "old.json", "tree"], "--like takes its trees from the baseline"),
        (["check", "corrupt.json"], "corrupt.json: not written by this program"),
        (["revisions", "old", "old", "tree/site-packages/d.py"], "tree/site-packages/d.py: no such folder"),
        (["collect", "--out", "a.json", "--corpus", "tree"], "none of the packages is here"),
        (
            ["collect", "--out", "no/a.json", "--code", "old", "tree"],
            "no/a.json: cannot be written: its folder is not there",
        ),
    ],
)
def test_bad_input_is_one_line(
    tmp_path: Path, tree: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    checkout(tmp_path / "old", "return found")
    collection({}).save(tmp_path / "old.json")
    (tmp_path / "corrupt.json").write_text("{")
    monkeypatch.chdir(tmp_path)
    done = run(*words)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("compare.py: ")
    assert message in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("a.json*"))


# A part of the files


def test_a_part(tmp_path: Path) -> None:
    programs = {f"{number}.py": linted(cpu=1.0) for number in range(10)}
    mixed: dict[str, Linted | None] = {f"p/{number}.py": None for number in range(800)}
    mixed |= {f"p/quiet{number}.py": linted(cpu=0.5) for number in range(100)}
    mixed |= {f"p/found{number}.py": linted(LAMBDA, cpu=0.5) for number in range(20)}
    mixed["p/dear.py"] = linted(LAMBDA, cpu=1000.0)
    old = Collection("r", "3", {"a": Tree("/a", dict(programs)), "b": Tree("/b", mixed)})
    wanted = {name: replace(tree, files=dict.fromkeys(tree.files)) for name, tree in old.trees.items()}
    part = choice.some(wanted, old, 40)
    assert (list(part["a"].files), part["a"].whole) == (list(programs), True)
    chosen = set(part["b"].files)
    assert not part["b"].whole
    assert {f"p/found{number}.py" for number in range(20)} <= chosen
    quiet = {name for name in chosen if "quiet" in name}
    assert 10 <= len(quiet) <= 40
    assert chosen == quiet | {f"p/found{number}.py" for number in range(20)}
    assert choice.some(wanted, old, 40) == part
    assert set(choice.some(wanted, old, 30)["b"].files) < chosen


# The corpus


def test_the_list_is_sorted_and_names_each_package_once() -> None:
    names = [name for name, _ in corpus.pinned()]
    assert len(names) > 100
    assert names == sorted(set(names))


def test_a_line_that_pins_nothing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus.txt").write_text("# why\nabc==1.0  # more\n\nabc>=1\n")
    monkeypatch.setattr(corpus, "CORPUS", tmp_path / "corpus.txt")
    with pytest.raises(Refusal, match=r"corpus\.txt:4: write NAME==VERSION"):
        corpus.pinned()


def test_packages_are_linted_by_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(choice, "pinned", lambda: [("b", "2"), ("a", "1"), ("c", "3")])
    for name in ("a-1/a/x.py", "b-2/y.py", "b-1/old.py", "beside.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    tree = choice.corpus_tree(tmp_path)
    assert (tree.parts, list(tree.files)) == (("a-1", "b-2"), ["a-1/a/x.py", "b-2/y.py"])
    assert capsys.readouterr().err == f"not in {tmp_path}, and left out: c-3\n"
    (tmp_path / "a-1" / "new.py").touch()
    assert "a-1/new.py" in tree.again()


def test_python_files_of_a_wheel_are_unpacked_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def download(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        assert "--only-binary=:all:" in command
        assert command[-1] == "abc==1.0"
        with zipfile.ZipFile(Path(command[command.index("--dest") + 1], "abc-1.0-py3-none-any.whl"), "w") as wheel:
            for name in ("abc/__init__.py", "abc/data.bin", "../../outside.py"):
                wheel.writestr(name, "x = 1\n")
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", download)
    folder = tmp_path / "corpus"
    folder.mkdir()
    assert corpus.fetch("abc", "1.0", folder) == ""
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {"corpus/abc-1.0/abc/__init__.py", "corpus/abc-1.0/outside.py"}


def test_what_cannot_be_had_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "corpus.txt").write_text("abc==1.0\n")
    monkeypatch.setattr(corpus, "CORPUS", tmp_path / "corpus.txt")
    monkeypatch.setattr(
        subprocess,
        "run",
        lambda command, **options: subprocess.CompletedProcess(command, 1, "", "WARNING: w\nERROR: No such thing\n"),
    )
    assert not corpus.fetch_all(tmp_path / "corpus")
    assert capsys.readouterr().out == "abc-1.0: ERROR: No such thing\n"
    assert list((tmp_path / "corpus").iterdir()) == []


def test_json_of_a_collection_names_no_class(tmp_path: Path) -> None:
    collection({"a.py": linted(GUARD)}).save(tmp_path / "a.json")
    data = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert data["trees"]["t"]["files"]["a.py"]["findings"] == [["MP101", [9, 0, 9, 5], "no guard", ["spawn"], []]]
