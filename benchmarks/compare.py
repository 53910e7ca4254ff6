"""Prove that a change of the engine is neutral, or show what it changes: the findings of two revisions, compared.

``compare.py check BASELINE.json`` lints the trees of a baseline with the code of this checkout and prints each finding
that vanished, is new, or changed. ``collect`` makes a baseline, ``diff`` compares two of them, ``revisions`` collects
for two revisions and compares them. Real packages come from a folder that ``fetch_corpus.py`` has filled.

It uses the engine's door only (``engine.lint``, ``engine.matters``, ``Settings`` and the attributes of ``Finding``), so
that both sides of a rebuilding can be asked. All rules are on. The code is copied before it is used: whoever goes on
editing meanwhile disturbs nothing. Nothing that is linted is run.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import time
import tokenize
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fetch_corpus import Refusal, pinned

HERE = Path(__file__).resolve().parent
FORMAT = 1
"""The version of the files that are written here."""
LEFT_OUT = frozenset({"site-packages", "__pycache__", "node_modules", ".git", ".venv"})
"""Folders that are not entered."""
CHUNK = 200
"""So many files are linted by one process, which then ends: what it has cached must not grow without limit."""
RAISED = "RAISED"
"""The code of what is kept as a finding where the engine breaks its promise to raise nothing."""
FAILURES = frozenset({"MP000", RAISED})
WHOLE = 0.25
"""With ``--quick``, a tree is taken whole where at least this part of its files can have findings: it is a collection
of programs about processes. Of the others a part is taken."""


@dataclass(frozen=True)
class Place:
    """A stretch of source, in lines from 1 and columns from 0."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Found:
    """A finding as it is kept: what the user sees of it, and nothing of the engine's own classes."""

    code: str
    place: Place
    message: str
    methods: tuple[str, ...]
    related: tuple[tuple[Any, ...], ...]
    """Of each related place its lines and columns, the words, and the file where it names one."""

    def to_json(self) -> list[Any]:
        """Return it as a list for JSON."""
        place = self.place
        where = [place.line, place.column, place.end_line, place.end_column]
        return [self.code, where, self.message, list(self.methods), [list(each) for each in self.related]]

    @classmethod
    def from_json(cls, data: Sequence[Any]) -> Found:
        """Return what :meth:`to_json` wrote."""
        code, where, message, methods, related = data
        return cls(code, Place(*where), message, tuple(methods), tuple(tuple(each) for each in related))


@dataclass(frozen=True)
class Linted:
    """What became of a file that can have findings."""

    source: str
    """A digest of the file: where it differs, two results say nothing about the engine."""
    cpu: float
    """The seconds of processor time that the engine took, parsing included."""
    findings: tuple[Found, ...]


@dataclass(frozen=True)
class Tree:
    """A folder whose files were linted; a file that cannot have findings has None."""

    folder: str
    files: dict[str, Linted | None]
    whole: bool = True
    """Whether all of its files were asked for."""
    parts: tuple[str, ...] = ()
    """The folders in it that belong to it; all of them where there are none."""
    sifting: float = 0.0
    """The seconds of processor time that it took to tell that the others cannot have findings."""

    def again(self) -> list[str]:
        """List the files that are there now. Raises :class:`Refusal` where a folder is gone."""
        for folder in (Path(self.folder, part) for part in self.parts or ("",)):
            if not folder.is_dir():
                raise Refusal(f"{folder}: this folder of the baseline is gone")
        if not self.parts:
            return python_files(Path(self.folder))
        return [f"{part}/{path}" for part in self.parts for path in python_files(Path(self.folder, part))]


@dataclass(frozen=True)
class Collection:
    """All that one revision of the engine says about some trees."""

    revision: str
    python: str
    trees: dict[str, Tree]

    @property
    def files(self) -> dict[str, Linted | None]:
        """Every file, under the name of its tree and its path there."""
        return {f"{name}/{path}": linted for name, tree in self.trees.items() for path, linted in tree.files.items()}

    def save(self, file: Path) -> None:
        """Write it as JSON, replacing the file at once."""
        trees = {
            name: {
                "folder": tree.folder,
                "whole": tree.whole,
                "parts": tree.parts,
                "sifting": tree.sifting,
                "files": {
                    path: linted
                    and {
                        "source": linted.source,
                        "cpu": linted.cpu,
                        "findings": [finding.to_json() for finding in linted.findings],
                    }
                    for path, linted in tree.files.items()
                },
            }
            for name, tree in self.trees.items()
        }
        data = {"format": FORMAT, "revision": self.revision, "python": self.python, "trees": trees}
        new = file.with_name(f"{file.name}.{os.getpid()}.new")
        try:
            new.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
            new.replace(file)
        except OSError as error:
            new.unlink(missing_ok=True)
            raise Refusal(f"{file}: cannot be written: {error.strerror}") from error

    @classmethod
    def load(cls, file: Path) -> Collection:
        """Read what :meth:`save` wrote. Raises :class:`Refusal` where it is something else."""
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
            if data["format"] != FORMAT:
                raise Refusal(f"{file}: its format is {data['format']}, not {FORMAT}; collect it anew")
            trees = {
                name: Tree(
                    tree["folder"],
                    {
                        path: linted
                        and Linted(
                            linted["source"], linted["cpu"], tuple(Found.from_json(each) for each in linted["findings"])
                        )
                        for path, linted in tree["files"].items()
                    },
                    tree["whole"],
                    tuple(tree["parts"]),
                    tree["sifting"],
                )
                for name, tree in data["trees"].items()
            }
            return cls(data["revision"], data["python"], trees)
        except OSError as error:
            raise Refusal(f"{file}: cannot be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Refusal(f"{file}: not written by this program") from error


# What runs in the workers


def lint_files(code: str, folder: str, paths: Sequence[str]) -> tuple[dict[str, Linted | None], float]:
    """Lint some files of a tree with the package that lies in the folder ``code``.

    Returns the results, and the seconds that went into files which cannot have findings.
    """
    if code not in sys.path:
        sys.path.insert(0, code)
    import flake8_mp.engine
    from flake8_mp.settings import Settings

    if not Path(flake8_mp.engine.__file__).is_relative_to(code):
        raise Refusal(f"{flake8_mp.engine.__file__} is used instead of the code to be compared")
    settings = Settings(enable=frozenset({"MP"}))
    with suppress(Exception):  # what is imported on first use shall not count for the first file
        flake8_mp.engine.lint("import multiprocessing\nmultiprocessing.Pool()\n", settings=settings)
    results: dict[str, Linted | None] = {}
    sifting = 0.0
    for path in paths:
        result = lint_file(flake8_mp.engine, settings, folder, path)
        results[path] = result if isinstance(result, Linted) else None
        sifting += 0.0 if isinstance(result, Linted) else result
    return results, sifting


def lint_file(engine: Any, settings: Any, folder: str, path: str) -> Linted | float:
    """Lint one file; return the seconds that it took to tell where it cannot have findings, or cannot be read."""
    name = f"{folder}/{path}"
    try:
        data = Path(name).read_bytes()
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        source = io.TextIOWrapper(io.BytesIO(data), encoding).read()
    except (OSError, SyntaxError, UnicodeError, LookupError):
        return 0.0
    started = time.process_time()
    try:
        if not engine.matters(source, name):
            return time.process_time() - started
        findings = [plain(finding, folder) for finding in engine.lint(source, name, settings)]
    except Exception as error:  # the promise is what is checked here
        findings = [Found(RAISED, Place(1, 0, 1, 0), f"{type(error).__name__}: {error}", (), ())]
    return Linted(hashlib.sha256(data).hexdigest()[:16], round(time.process_time() - started, 4), tuple(findings))


def plain(finding: Any, folder: str) -> Found:
    """Return a finding of the engine as it is kept; files below the folder are named relative to it."""
    related = []
    for each in finding.related:
        span = each.span
        path = getattr(each, "path", None)  # only revisions that know places in other files have it
        elsewhere = (os.path.relpath(path, folder),) if path else ()
        related.append((span.line, span.column, span.end_line, span.end_column, each.words, *elsewhere))
    span = finding.span
    place = Place(span.line, span.column, span.end_line, span.end_column)
    return Found(finding.code, place, finding.message, tuple(sorted(finding.methods)), tuple(related))


# Collecting


def python_files(folder: Path) -> list[str]:
    """List the Python files below a folder, relative to it and sorted."""
    found = []
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in LEFT_OUT]
        inside = Path(where).relative_to(folder)
        found += [(inside / name).as_posix() for name in names if name.endswith(".py")]
    return sorted(found)


def collect(code: Path, revision: str, wanted: Mapping[str, Tree], jobs: int) -> Collection:
    """Lint the files of these trees with the package in the folder ``code``."""
    results: dict[str, dict[str, Linted | None]] = {name: {} for name in wanted}
    sifting = dict.fromkeys(wanted, 0.0)
    with ProcessPoolExecutor(jobs, max_tasks_per_child=1) as executor:
        futures = {}
        for name, tree in wanted.items():
            paths = list(tree.files)
            for start in range(0, len(paths), CHUNK):
                chunk = paths[start : start + CHUNK]
                futures[executor.submit(lint_files, str(code), tree.folder, chunk)] = (name, chunk[0])
        try:
            for future in as_completed(futures):
                name, _ = futures[future]
                part, seconds = future.result()
                results[name].update(part)
                sifting[name] = round(sifting[name] + seconds, 4)
        except BrokenProcessPool as error:
            first = next("/".join(names) for future, names in futures.items() if future.exception())
            raise Refusal(f"a worker died over one of the files from {first} on") from error
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise
    trees = {
        name: replace(tree, files={path: results[name][path] for path in tree.files}, sifting=sifting[name])
        for name, tree in wanted.items()
    }
    return Collection(revision, platform.python_version(), trees)


def git(*words: str) -> bytes:
    """Run git in this checkout and return what it prints. Raises :class:`Refusal` where it fails."""
    run = subprocess.run(["git", "-C", str(HERE.parent), *words], capture_output=True)
    if run.returncode:
        raise Refusal(f"git {' '.join(words)}: {run.stderr.decode(errors='replace').strip()}")
    return run.stdout


@contextmanager
def code_of(name: str) -> Iterator[tuple[Path, str]]:
    """Lend a copy of the package of a checkout (a folder) or of a revision of this one, with words that name it."""
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary).resolve()
        if Path(name).is_dir():
            package = Path(name) / "flake8_mp"
            if not (package / "engine.py").is_file():
                raise Refusal(f"{name}: no flake8_mp/engine.py here")
            shutil.copytree(package, copy / "flake8_mp", ignore=shutil.ignore_patterns("__pycache__"))
            run = subprocess.run(
                ["git", "-C", name, "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"],
                capture_output=True,
                text=True,
            )
            yield copy, run.stdout.strip() or str(Path(name).resolve())
        else:
            try:
                commit = git("rev-parse", "--verify", "--short=12", f"{name}^{{commit}}").decode().strip()
            except Refusal as error:
                raise Refusal(f"{name}: neither a folder nor a revision") from error
            with tarfile.open(fileobj=io.BytesIO(git("archive", commit, "flake8_mp"))) as archive:
                archive.extractall(copy, filter="data")
            yield copy, commit


def trees_named(words: Sequence[str], corpus: Path | None) -> dict[str, Tree]:
    """Return the trees of the command line, ``NAME=FOLDER`` or ``FOLDER``, with the files that are to be linted.

    Without any they are the fixtures of this checkout and the standard library of this Python. Raises
    :class:`Refusal` where a folder is not there or a name is used twice.
    """
    if not words and corpus is None:
        words = [f"fixtures={HERE.parent / 'fixtures'}", f"stdlib={sysconfig.get_path('stdlib')}"]
    trees: dict[str, Tree] = {}
    for word in words:
        name, _, given = word.rpartition("=")
        folder = Path(given).resolve()
        name = name or folder.name
        if not folder.is_dir():
            raise Refusal(f"{given}: no such folder")
        if name in trees:
            raise Refusal(f"{name}: two trees have this name; write NAME=FOLDER")
        trees[name] = Tree(str(folder), dict.fromkeys(python_files(folder)))
    if corpus is not None:
        trees["corpus"] = corpus_tree(corpus.resolve())
    return trees


def corpus_tree(folder: Path) -> Tree:
    """Return the packages of the list that lie in a folder; say which do not."""
    wanted = sorted(f"{name}-{version}" for name, version in pinned())
    missing = [each for each in wanted if not (folder / each).is_dir()]
    if missing:
        print(f"not in {folder}, and left out: {' '.join(missing)}", file=sys.stderr)
    tree = Tree(str(folder), {}, parts=tuple(each for each in wanted if each not in missing))
    if not tree.parts:
        raise Refusal(f"{folder}: none of the packages is here")
    return replace(tree, files=dict.fromkeys(tree.again()))


def trees_of(baseline: Collection, quick: float | None) -> dict[str, Tree]:
    """Return the trees of a baseline, to be linted again; some of their files where there are ``quick`` seconds only.

    Raises :class:`Refusal` where a folder is gone.
    """
    trees = {}
    for name, tree in baseline.trees.items():
        files = [path for path in tree.again() if tree.whole or path in tree.files]
        trees[name] = replace(tree, files=dict.fromkeys(files))
    return trees if quick is None else some(trees, baseline, quick)


def some(trees: Mapping[str, Tree], baseline: Collection, seconds: float) -> dict[str, Tree]:
    """Choose files that take about so many seconds of processor time, by what they took for the baseline.

    Collections of programs about processes are taken whole, then come files with findings, then others; which ones of
    them is a matter of chance, but the same ones each time.
    """
    whole = {name for name in trees if _share(baseline.trees[name]) >= WHOLE}
    chosen = {name: set(tree.files) if name in whole else set() for name, tree in trees.items()}
    left = seconds - sum(linted.cpu for name in whole for linted in baseline.trees[name].files.values() if linted)
    rest = [
        (name, path, linted)
        for name, tree in baseline.trees.items()
        if name not in whole
        for path, linted in tree.files.items()
        if linted and path in trees[name].files
    ]
    rest.sort(key=lambda each: (not each[2].findings, hashlib.sha256(f"{each[0]}/{each[1]}".encode()).digest()))
    for name, path, linted in rest:
        if linted.cpu <= left / 20:  # a few of the dearest must not take the place of hundreds
            chosen[name].add(path)
            left -= linted.cpu
    return {
        name: replace(
            tree,
            files={path: None for path in tree.files if path in chosen[name]},
            whole=tree.whole and len(chosen[name]) == len(tree.files),
        )
        for name, tree in trees.items()
    }


def _share(tree: Tree) -> float:
    return sum(linted is not None for linted in tree.files.values()) / max(len(tree.files), 1)


# Comparing

KINDS = ("vanished", "new", "changed")


@dataclass(frozen=True)
class Difference:
    """A finding that only one side has, or that the two sides tell differently."""

    file: str
    old: Found | None
    new: Found | None

    @property
    def kind(self) -> str:
        """One of ``KINDS``."""
        return "vanished" if self.new is None else "new" if self.old is None else "changed"

    @property
    def shown(self) -> Found:
        """The finding that it is printed as: the new one if there is one."""
        shown = self.new or self.old
        assert shown is not None
        return shown

    def lines(self) -> Iterator[str]:
        """Yield it as it is printed."""
        shown = self.shown
        place = shown.place
        yield f"{self.file}:{place.line}:{place.column + 1}: {shown.code} {shown.message}"
        if self.old is None or self.new is None:
            yield f"    methods: {', '.join(shown.methods)}"
            return
        for what in ("code", "place", "message", "methods", "related"):
            old, new = getattr(self.old, what), getattr(self.new, what)
            if old != new:
                yield f"    {what} was {_words(old)}"
                yield f"    {what} is  {_words(new)}"


def _words(value: object) -> str:
    if isinstance(value, Place):
        return f"{value.line}:{value.column + 1} to {value.end_line}:{value.end_column + 1}"
    if isinstance(value, tuple):
        return "; ".join(str(each) if isinstance(each, str) else " ".join(map(str, each)) for each in value) or "none"
    return str(value)


def differences(file: str, old: Sequence[Found], new: Sequence[Found]) -> list[Difference]:
    """Compare the findings of one file: what both sides have alike is left out, the rest is paired where it can be.

    A pair has the code and the place in common, else the code and the line, else the place: the change is then told as
    one. Whatever finds no partner has vanished or is new.
    """
    gone, come = list((Counter(old) - Counter(new)).elements()), list((Counter(new) - Counter(old)).elements())
    found = []
    keys: tuple[Callable[[Found], object], ...] = (
        lambda finding: (finding.code, finding.place),
        lambda finding: (finding.code, finding.place.line),
        lambda finding: finding.place,
    )
    for key in keys:
        for before in list(gone):
            after = next((each for each in come if key(each) == key(before)), None)
            if after is not None:
                gone.remove(before)
                come.remove(after)
                found.append(Difference(file, before, after))
    found += [Difference(file, before, None) for before in gone]
    found += [Difference(file, None, after) for after in come]
    return found


@dataclass(frozen=True)
class Comparison:
    """What two collections have in common, and where they differ."""

    differences: tuple[Difference, ...]
    compared: tuple[str, ...]
    """The files that were linted for both, from the same source."""
    edited: tuple[str, ...]
    """Files whose source is not the same."""
    only_old: tuple[str, ...]
    """Files that were not asked for the second time, or are gone."""
    only_new: tuple[str, ...]


def compare(old: Collection, new: Collection) -> Comparison:
    """Compare what two revisions say about the files that both were asked about."""
    before, after = old.files, new.files
    found: list[Difference] = []
    compared, edited = [], []
    for file in sorted(before.keys() & after.keys()):
        was, now = before[file], after[file]
        if was and now and was.source != now.source:
            edited.append(file)
            continue
        compared.append(file)
        found += differences(file, was.findings if was else (), now.findings if now else ())
    return Comparison(
        tuple(found),
        tuple(compared),
        tuple(edited),
        tuple(sorted(before.keys() - after.keys())),
        tuple(sorted(after.keys() - before.keys())),
    )


# Printing


def print_summary(collection: Collection) -> None:
    """Print what a collection holds, and what failed inside the engine."""
    print(f"{collection.revision}, Python {collection.python}")
    for name, tree in collection.trees.items():
        linted = [each for each in tree.files.values() if each is not None]
        findings = sum(len(each.findings) for each in linted)
        seconds = tree.sifting + sum(each.cpu for each in linted)
        part = "" if tree.whole else " (a part of the tree)"
        print(f"  {name}: {len(tree.files)} files{part}, {len(linted)} linted, {findings} findings, {seconds:.1f} s")
    seconds = sum(each.cpu for each in collection.files.values() if each)
    sifting = sum(tree.sifting for tree in collection.trees.values())
    print(f"processor time inside the engine: {seconds:.1f} s, and {sifting:.1f} s to tell which files matter")
    print_failures(collection)


def print_failures(collection: Collection) -> None:
    """Print each way in which the engine failed, and some of the files where it did."""
    files: dict[str, list[str]] = {}
    for file, linted in collection.files.items():
        for finding in linted.findings if linted else ():
            if finding.code in FAILURES:
                files.setdefault(f"{finding.code} {finding.message}", []).append(file)
    print(f"internal errors: {sum(map(len, files.values()))}")
    for message, where in files.items():
        print(f"  {message}: {_some(where)}")


def print_comparison(old: Collection, new: Collection) -> bool:
    """Print the differences and the costs; return whether there are no differences."""
    if old.python != new.python:
        print(f"note: Python {old.python} parsed for the old side, {new.python} for the new one")
    result = compare(old, new)
    if not result.compared:
        raise Refusal("the two have no file in common with the same source: nothing can be said")
    for kind in KINDS:
        group = [each for each in result.differences if each.kind == kind]
        shown = [each for each in group if kind != "new" or each.shown.code not in FAILURES]
        if group:
            below = f", of them {len(group) - len(shown)} internal errors (see below)" if group != shown else ""
            print(f"\n{kind}: {len(group)}{below}")
            for each in sorted(shown, key=lambda each: (each.shown.code, each.file, each.shown.place.line)):
                print("\n".join(f"  {line}" for line in each.lines()))
    print_counts(result.differences)
    print_coverage(result, all(tree.whole for tree in new.trees.values()))
    print_costs(old, new, result.compared)
    print_failures(new)
    kinds = Counter(each.kind for each in result.differences)
    counts = ", ".join(f"{kinds[kind]} {kind}" for kind in KINDS)
    print(f"{old.revision} and {new.revision}: {counts if result.differences else 'no difference'}")
    return not result.differences


def print_counts(found: Sequence[Difference]) -> None:
    """Print how many differences each code has."""
    counts = Counter((each.shown.code, each.kind) for each in found)
    print()
    for code in sorted({code for code, _ in counts}):
        print(f"  {code}: " + ", ".join(f"{counts[code, kind]} {kind}" for kind in KINDS if counts[code, kind]))


def print_coverage(result: Comparison, whole: bool) -> None:
    """Print how many files were compared, and which were not; ``whole`` tells whether all were asked for."""
    print(f"compared: {len(result.compared)} files")
    if result.edited:
        print(f"not compared, since their source differs: {_some(result.edited)}")
    if result.only_old and whole:
        print(f"not compared, on the old side only: {_some(result.only_old)}")
    elif result.only_old:
        print(f"not compared: {len(result.only_old)} files, since a part was asked for")
    if result.only_new:
        print(f"not compared, on the new side only: {_some(result.only_new)}")


def _some(files: Sequence[str]) -> str:
    more = f" and {len(files) - 3} more" if len(files) > 3 else ""
    return f"{', '.join(files[:3])}{more}"


def print_costs(old: Collection, new: Collection, files: Iterable[str]) -> None:
    """Print the time of both sides for the files that were compared, and where it changed most."""
    before, after = old.files, new.files
    costs = {file: (was.cpu, now.cpu) for file in files if (was := before[file]) is not None and (now := after[file])}
    total, total_now = sum(cost[0] for cost in costs.values()), sum(cost[1] for cost in costs.values())
    ratio = f" ({total_now / total:.2f} times)" if total else ""
    print(f"processor time inside the engine: {total:.1f} s, now {total_now:.1f} s{ratio}; most changed:")
    for file, (first, then) in sorted(costs.items(), key=lambda item: -abs(item[1][1] - item[1][0]))[:5]:
        print(f"  {file}: {first:.2f} s, now {then:.2f} s")


# The command


def count(text: str) -> int:
    """Read a number of processes. Raises :class:`ValueError` where it is none, or less than one."""
    if (number := int(text)) < 1:
        raise ValueError(text)
    return number


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, words in {
        "collect": "write what a revision finds in trees to a file",
        "check": "compare what this checkout finds with a file that collect wrote",
        "revisions": "collect for two revisions, and compare",
        "diff": "compare two files that collect wrote",
    }.items():
        command = commands.add_parser(name, help=words, description=words)
        if name == "diff":
            command.add_argument("old", type=Path)
            command.add_argument("new", type=Path)
            continue
        command.add_argument("--jobs", type=count, default=2, help="processes (Default: %(default)s)")
        if name == "revisions":
            for side in ("old", "new"):
                command.add_argument(side, help="a revision, or the folder of a checkout")
        else:
            command.add_argument(
                *("--code", "-c"),
                default=str(HERE.parent),
                help="the folder of a checkout, or a revision of this one (Default: this checkout)",
            )
            command.add_argument("--out", type=Path, required=name == "collect", help="the file to write")
        if name == "check":
            command.add_argument("baseline", type=Path)
            command.add_argument("--quick", action="store_true", help="a part of the files, see --seconds")
            command.add_argument(
                "--seconds", type=float, default=50, help="processor time of --quick (Default: %(default)s)"
            )
        else:
            command.add_argument(
                "trees", nargs="*", metavar="[NAME=]FOLDER", help="(Default: the fixtures and the standard library)"
            )
            command.add_argument("--corpus", type=Path, help="the folder that fetch_corpus.py has filled")
    return parser.parse_args()


def collected(code: str, trees: Mapping[str, Tree], jobs: int) -> Collection:
    """Collect with the code of a checkout or a revision."""
    with code_of(code) as (folder, revision):
        return collect(folder, revision, trees, jobs)


def run(options: argparse.Namespace) -> bool:
    """Carry out the command; return whether all is well."""
    if options.command == "diff":
        return print_comparison(Collection.load(options.old), Collection.load(options.new))
    if getattr(options, "out", None) and not options.out.absolute().parent.is_dir():
        raise Refusal(f"{options.out}: cannot be written: its folder is not there")
    if options.command == "collect":
        collection = collected(options.code, trees_named(options.trees, options.corpus), options.jobs)
        collection.save(options.out)
        print_summary(collection)
        return True
    if options.command == "revisions":
        trees = trees_named(options.trees, options.corpus)
        old = collected(options.old, trees, options.jobs)
        return print_comparison(old, collected(options.new, trees, options.jobs))
    old = Collection.load(options.baseline)
    new = collected(options.code, trees_of(old, options.seconds if options.quick else None), options.jobs)
    if options.out:
        new.save(options.out)
    return print_comparison(old, new)


def main() -> int:
    """Return 0 where nothing differs, 1 where something does or is missing, 2 where the input cannot be used."""
    try:
        return 0 if run(arguments()) else 1
    except Refusal as refusal:
        print(f"compare.py: {refusal}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
