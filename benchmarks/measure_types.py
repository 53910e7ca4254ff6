"""Try what pickle does with the objects of the standard library and of popular packages, and write it down.

    python benchmarks/measure_types.py [--python PYTHON ...] [--packages PYTHON ...] [--check]

With ``--python`` every public class of that Python's standard library is called, and each expression of
``samples_standard.toml`` evaluated, in processes of their own with a time limit; with ``--packages`` the expressions of
``samples_packages.toml``, as far as their package is installed for that Python. What was seen is merged into
``measured_types.jsonl``, one object a line, and the rows that the linter needs are written from that to
``flake8_mp/facts/library/measured.py``. With ``--check`` nothing is written, and differences end it with status 1.
"""

from __future__ import annotations

import argparse
import ast
import json
import selectors
import shlex
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flake8_mp.facts.library import channels, circumstances, core, holders, lives, locks, outside, pools, proxies

HERE = Path(__file__).parent
PROBE = HERE / "probe_types.py"
RECORD = HERE / "measured_types.jsonl"
TABLE = HERE.parent / "flake8_mp" / "facts" / "library" / "measured.py"
TIME_LIMIT = 10.0
"""Seconds for one job, from the line that announces it to its answer."""
STARTING = 120.0
"""Seconds until the first job is announced: a busy machine takes its time to start a Python."""
HUNG = "no answer"

BY_KEYWORD = " by keyword"
TRAITS = ("len", "other")
HEADER = '''"""What pickle refused when it was tried; written by ``benchmarks/measure_types.py``, and not by hand.

Seen on Python {versions}, with
{packages}.

By what stands before the last dot, the last parts of the names; behind ``()`` are methods of what the call makes.
"""

from __future__ import annotations

'''

Job = str | list[Any]


@dataclass
class Measured:
    """What was seen of one expression: by the verdict, the versions on which it was."""

    name: str
    make: str
    seen: dict[str, list[str]] = field(default_factory=dict)
    why: str = ""
    traits: str = ""
    package: str = ""

    def line(self) -> str:
        """Return it as a line of the record."""
        row = {"name": self.name, "make": self.make, **{key: " ".join(self.seen[key]) for key in sorted(self.seen)}}
        row |= {key: getattr(self, key) for key in ("why", "traits", "package") if getattr(self, key)}
        return json.dumps(row, ensure_ascii=False)


def load_record() -> dict[tuple[str, str], Measured]:
    """Return what was seen before, by the name and the expression."""
    record = {}
    for line in RECORD.read_text(encoding="utf-8").splitlines() if RECORD.exists() else ():
        row = json.loads(line)
        plain = {key: row.pop(key, "") for key in ("name", "make", "why", "traits", "package")}
        seen = {verdict: versions.split() for verdict, versions in row.items()}
        record[plain["name"], plain["make"]] = Measured(**plain, seen=seen)
    return record


def note(record: dict[tuple[str, str], Measured], answer: list[str], version: str, package: str = "") -> None:
    """Put one answer of a probe into the record."""
    name, make, verdict, why, traits = answer
    row = record.setdefault((name, make), Measured(name, make, package=package))
    for versions in row.seen.values():
        if version in versions:
            versions.remove(version)
    row.seen = {key: versions for key, versions in row.seen.items() if versions}
    row.seen[verdict] = sorted({*row.seen.get(verdict, []), version}, key=_number)
    newest = max((v for versions in row.seen.values() for v in versions), key=_number)
    if newest == version:
        row.why, row.traits = why, traits


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))


def answers(python: str, jobs: list[Job]) -> Iterator[list[str]]:
    """Let a Python answer jobs; one that ends or blocks its process is passed over, and said so."""
    left = list(jobs)
    while left:
        answered, stuck = 0, None
        for line in _lines(python, left):
            answer = json.loads(line)
            if len(answer) == 1:
                answered += 1
                stuck = left[answered - 1]
            else:
                stuck = None
                yield answer
        if answered < len(left) or stuck is not None:
            name, make = (stuck, "") if isinstance(stuck, str) else (stuck[0], stuck[1][0]) if stuck else ("", "")
            if stuck is not None:
                yield [name, make, HUNG, "", ""]
            elif not answered:
                raise RuntimeError(f"{python} answers nothing")
        left = left[answered:]


def _lines(python: str, jobs: list[Job]) -> Iterator[str]:
    """Give the lines that a probe prints, until it ends or says nothing for too long."""
    with subprocess.Popen(
        [*shlex.split(python), "-I", "-c", PROBE.read_text(encoding="utf-8")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        bufsize=1,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(jobs))
        process.stdin.close()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            limit = STARTING
            while selector.select(limit):
                limit = TIME_LIMIT
                line = process.stdout.readline()
                if not line.endswith("\n"):
                    break
                yield line
        process.kill()


def ask(python: str, program: str, given: str = "") -> str:
    """Run a program in a Python, which may be a command with arguments; return what it prints."""
    command = [*shlex.split(python), "-I", "-c", program]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True, timeout=300).stdout


def version_of(python: str) -> str:
    """Return the version of a Python, such as ``3.12``."""
    return ask(python, "import sys; print('%d.%d' % sys.version_info[:2])").strip()


def samples(name: str) -> Iterator[tuple[str, Job]]:
    """Give the samples of a file: the package that they belong to, and the job."""
    for package, table in tomllib.loads((HERE / f"samples_{name}.toml").read_text(encoding="utf-8")).items():
        for thing, expressions in table.items():
            yield package, [thing, [expressions] if isinstance(expressions, str) else list(expressions)]


def standard_jobs(python: str) -> list[Job]:
    """Return the jobs for a standard library: its classes, its exceptions by keyword, and the samples."""
    names, calls = json.loads(ask(python, PROBE.read_text(encoding="utf-8"), '"classes"'))
    written = [job for _, job in samples("standard")]
    covered = {job[0] for job in written}
    by_keyword: list[Job] = [[f"{name} by keyword", [call]] for name, call in calls]
    classes: list[Job] = [name for name in names if name not in covered]
    return [*classes, *by_keyword, *written]


def installed(python: str) -> dict[str, str]:
    """Return the versions of the packages that are installed for a Python, by their normalized names."""
    program = "import importlib.metadata as m; [print(d.name, d.version) for d in m.distributions()]"
    rows = [line.split() for line in ask(python, program).splitlines()]
    return {name.lower().replace("_", "-").replace(".", "-"): version for name, version in rows}


def measure(record: dict[tuple[str, str], Measured], pythons: list[str], packages: list[str]) -> None:
    """Ask all these Pythons, and note what they answer."""
    for python in pythons:
        version = version_of(python)
        for answer in answers(python, standard_jobs(python)):
            note(record, answer, version)
    for python in packages:
        version = version_of(python)
        by_package: dict[str, list[Job]] = {}
        for package, job in samples("packages"):
            by_package.setdefault(package, []).append(job)
        releases = installed(python)
        for package in by_package.keys() & releases.keys():
            for answer in answers(python, by_package[package]):
                note(record, answer, version, f"{package} {releases[package]}")


def worth_keeping(record: dict[tuple[str, str], Measured]) -> Iterator[Measured]:
    """Give what is recorded, in order: of a name that pickles however it is made, one way is enough."""
    plain: set[str] = set()
    uninteresting = {name for name, _ in record} - {row.name for row in record.values() if set(row.seen) - {"pickles"}}
    for (name, _), entry in sorted(record.items()):
        if name not in plain:
            yield entry
        if name in uninteresting:
            plain.add(name)


# -- what the linter needs of it -----------------------------------------------------------------------------------


def reviewed() -> dict[str, str]:
    """Return the names that are no rows although pickle refused all instances that were made, each with the reason."""
    left_out: dict[str, str] = {}
    for reason, names in tomllib.loads((HERE / "samples_left_out.toml").read_text(encoding="utf-8")).items():
        left_out |= dict.fromkeys(names, reason)
    return left_out


def always(rows: Iterable[Measured]) -> dict[str, list[Measured]]:
    """Return what is refused or lost however it was made and wherever it was measured, by the name."""
    by_name: dict[str, list[Measured]] = {}
    for row in rows:
        by_name.setdefault(row.name, []).append(row)
    bad = {"refused", "lost"}
    return {
        name: found
        for name, found in by_name.items()
        if all(set(row.seen) <= {*bad, "absent"} and set(row.seen) & bad for row in found)
    }


def names_of(found: Iterable[str]) -> str:
    """Return dotted names as the source of a dict: by what stands before the last dot, the last parts as words."""
    groups: dict[str, list[str]] = {}
    for name in sorted(found):
        owner, _, last = name.rpartition(".")
        groups.setdefault(owner, []).append(last)
    lines = ["{"]
    for owner, inside in sorted(groups.items()):
        words = textwrap.wrap(" ".join(inside), 108, break_long_words=False)
        if len(words) == 1 and len(owner) + len(words[0]) < 106:
            lines.append(f'    "{owner}": "{words[0]}",')
        else:
            inner = [f'        "{part} "' for part in words[:-1]] + [f'        "{words[-1]}"']
            lines += [f'    "{owner}": (', *inner, "    ),"]
    return "\n".join([*lines, "}"])


def keywords_of(rows: Iterable[Measured]) -> str:
    """Return the keywords of the calls that were tried, in order."""
    calls = [ast.parse(row.make, mode="eval").body for row in rows]
    found = [keyword.arg for call in calls if isinstance(call, ast.Call) for keyword in call.keywords if keyword.arg]
    return " ".join(dict.fromkeys(found))


def rows_elsewhere() -> set[str]:
    """Return the names that tables written by hand have already."""
    modules = (core, channels, circumstances, holders, lives, locks, outside, pools, proxies)
    return {name for module in modules for name in (*module.FUNCTIONS, *module.ALIASES)}


def table(rows: Iterable[Measured]) -> str:
    """Return the source of the module that the linter reads."""
    found, left_out, taken = always(rows), reviewed(), rows_elsewhere()
    tops = tuple(name[:-1] for name in left_out if name.endswith(".*"))
    found = {
        name.replace("()()", "().__call__").replace("()[]", "().__getitem__").replace("__[]", "__().__getitem__"): made
        for name, made in found.items()
        if "." in name and name not in left_out and name not in taken and not name.startswith(tops)
    }
    plain = {name: made for name, made in found.items() if " " not in name}
    calls = {name.removesuffix(BY_KEYWORD): made for name, made in found.items() if name.endswith(BY_KEYWORD)}
    keyword = {name: keywords_of(made) for name, made in sorted(calls.items()) if name not in plain}
    traits = {trait: [n for n, made in plain.items() if any(trait in r.traits for r in made)] for trait in TRAITS}
    versions = sorted({v for row in rows for seen in row.seen.values() for v in seen}, key=_number)
    packages = sorted({row.package for made in found.values() for row in made if row.package})
    text = HEADER.format(versions=", ".join(versions), packages=textwrap.fill(", ".join(packages), 118))
    for constant, names, words in (
        ("REFUSED", plain, "What makes objects that pickle refuses, or cannot make again."),
        ("EMPTY", traits["len"], "Those of them that can be false."),
        ("ENTERED", traits["other"], "Those of them whose ``with`` block gets something else than themselves."),
    ):
        text += f'{constant} = {names_of(names)}\n"""{words}"""\n'
    text += "BY_KEYWORD = {\n" + "".join(f'    "{name}": "{words}",\n' for name, words in keyword.items())
    return f'{text}}}\n"""What makes such objects where one of these is given by keyword."""\n'


def main() -> int:
    """Measure, and write what was seen."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--python", nargs="*", default=[], help="Pythons whose standard library is measured")
    parser.add_argument("--packages", nargs="*", default=[], help="Pythons whose installed packages are measured")
    parser.add_argument("--check", action="store_true", help="write nothing; end with status 1 where something differs")
    options = parser.parse_args()
    record = load_record()
    measure(record, options.python, options.packages)
    written = {RECORD: "".join(f"{row.line()}\n" for row in worth_keeping(record)), TABLE: table(list(record.values()))}
    if options.check:
        differing = [path.name for path, text in written.items() if path.read_text(encoding="utf-8") != text]
        print(f"differs: {', '.join(differing)}" if differing else "as recorded")
        return bool(differing)
    for path, text in written.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
