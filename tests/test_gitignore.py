"""What the lines of a .gitignore mean: as git itself says, and in a time that no line can stretch."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from flake8_mp.frontends.gitignore import Patterns, as_git_sees
from tests.conftest import Command, time_limit

PIECES = (  # noqa: SIM905
    "* * ** ? a b ab - . ] [ab] [!ab] [^a] [a-b] [b-a] []a] [!]a] [a-] [-a] [\\]] [[:alpha:]] [[:nope:]] [[:punct:]b] "
    "[[a] [a \\a \\* \\ é ? [é] / / **/ /** a/ b/"
).split(" ")


def pattern(chance: random.Random) -> str:
    text = "".join(chance.choices(PIECES, k=chance.randint(1, 5)))
    return chance.choice(["", "", "", "!", "/"]) + text + chance.choice(["", "", "", "/", " ", "\\ ", "\r"])


def path(chance: random.Random) -> str:
    def part() -> str:
        return "".join(chance.choices("aab-]é*", k=chance.randint(1, 3)))

    return "/".join(part() for _ in range(chance.randint(1, 3)))


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.skipif(os.name == "nt", reason="names are text there")
@pytest.mark.parametrize("seed", range(25))
def test_odd_patterns_mean_what_git_takes_them_for(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True, timeout=60)
    lines = [pattern(chance) for _ in range(60)]
    paths = sorted({path(chance) for _ in range(150)})
    for line in lines:
        (tmp_path / ".gitignore").write_bytes(line.encode() + b"\n")
        ours = Patterns([line.encode().decode("latin-1")])
        asked = "\0".join(paths)
        git = subprocess.run(
            ["git", "check-ignore", "--no-index", "--stdin", "-z", "-v", "-n"],
            cwd=tmp_path,
            input=asked.encode(),
            capture_output=True,
            timeout=60,
            check=False,
        )
        fields = git.stdout.decode().split("\0")
        reported = dict(zip(fields[3::4], fields[2::4], strict=False))
        for name in paths:
            # None of these exists, so git takes the path itself for a file; its folders are folders, and one of them
            # that is ignored decides for all below it.
            whole = as_git_sees(name)
            above = [whole[:at] for at, letter in enumerate(whole) if letter == "/"]
            ignored = any(ours.decide(each, True) for each in above)
            fits = ignored or ours.decide(whole, False) is not None
            assert fits == bool(reported[name]), (line, name, reported[name])


def test_the_last_that_fits_decides() -> None:
    patterns = Patterns(["*.py", "!keep.py", "docs/", "!*.txt", "/a/*/c", "keep.py/"])
    decided = {
        ("x.py", False): True,
        ("keep.py", False): False,
        ("keep.py", True): True,
        ("docs", False): None,
        ("docs", True): True,
        ("a/b/c", False): True,
        ("x/a/b/c", False): None,
        ("a.txt", False): False,
    }
    assert {key: patterns.decide(*key) for key in decided} == decided


SLOW = {
    "stars": ("*a" * 60 + "*b", "a" * 250),
    "stars in a path": ("/x/" + "*a" * 60 + "*b", "x/" + "a" * 250),
    "folders": ("**/a/" * 40 + "b", "a/" * 120 + "c"),
    "folders and stars": ("**/*a*a/" * 30 + "b", "aaaaaaaa/" * 100 + "c"),
    "question marks": ("*" + "?" * 200 + "*" + "?" * 200 + "b", "a" * 255),
    "brackets": ("*[ab]" * 60 + "*c", "ab" * 120),
}


@pytest.mark.parametrize("name", SLOW)
def test_no_pattern_explodes(name: str) -> None:
    line, subject = SLOW[name]
    patterns = Patterns([line])
    with time_limit(10):
        for _ in range(20):
            assert patterns.decide(subject, False) is None


def test_a_list_of_two_hundred_thousand_lines(command: Command) -> None:
    plain = "".join(f"file{number}.tmp\n*.e{number}\n/dir/{number}/x\na*{number}\n" for number in range(50_000))
    command.write(".gitignore", plain + "b.py\n")
    for name in ("a.py", "b.py", *(f"pkg/m{number}.py" for number in range(20))):
        command.write(name)
    started = time.process_time()
    result = command("--show-files", ".")
    assert "a.py" in result.out
    assert "b.py" not in result.out
    assert time.process_time() - started < 10  # it took minutes
