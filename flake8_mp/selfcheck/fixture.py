"""The fixtures: programs that carry their own claims in comments, and where they are found."""

from __future__ import annotations

import ast
import hashlib
import io
import json
import re
import shlex
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from flake8_mp.selfcheck.claims import EVERY, OK, Claim, ClaimError, Versions, check_claims, parse_claims
from flake8_mp.settings import START_METHODS

Kind = Literal["bad", "good", "shapes"]
RunAs = Literal["script", "module", "package"]

TIME_LIMIT = 8.0
"""Seconds after which a program hangs, unless its header says otherwise."""

_KEYS = ("runs", "prints", "time-limit", "python", "needs", "args", "run-as", "flags")
_REPEATABLE = ("runs", "prints")
_STEM = re.compile(r"mp\d{3}(?:_[a-z0-9]+)+")
_HEADER = re.compile(r"#\s?([a-z]+(?:-[a-z]+)*):(?:\s(.*))?")
_MARK = re.compile(r"#\s*(error|todo)\b(:\s*MP\d{3}(?:,\s*MP\d{3})*)?")
_CODE = re.compile(r"MP\d{3}")
_BEFORE_CODE = (
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.ENCODING,
    tokenize.INDENT,
    tokenize.DEDENT,
)

Marks = tuple[tuple[int, tuple[str, ...]], ...]


class FixtureError(ValueError):
    """A fixture cannot be used; the text starts with file and line and names the cause."""


@dataclass(frozen=True)
class Source:
    """One file of a fixture, with the lines where the linter must report and those where it does not yet."""

    path: Path
    text: str
    """Of a notebook the code of its cells: a line in it is counted from the first of them."""
    errors: Marks
    todos: Marks


@dataclass(frozen=True)
class Fixture:
    """A program with its claims; a folder of several modules is one too, its ``main.py`` is the program."""

    path: Path
    rule_stem: str
    kind: Kind
    docstring: str
    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    """Every file, the program itself first."""
    prints: tuple[str, ...] | None = None
    """The lines of standard output, or None where they do not matter."""
    time_limit: float = TIME_LIMIT
    python: Versions = EVERY
    needs: tuple[str, ...] = ()
    args: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    run_as: RunAs = "script"

    @property
    def main(self) -> Path:
        """The file that is run."""
        return self.sources[0].path

    @property
    def errors(self) -> Marks:
        """Lines and codes of the ``# error:`` comments in the program itself."""
        return self.sources[0].errors

    @property
    def todos(self) -> Marks:
        """Lines and codes of the ``# todo:`` comments in the program itself."""
        return self.sources[0].todos

    @property
    def key(self) -> str:
        """The name under which outcomes are recorded: the path below the root, with slashes."""
        return f"{self.rule_stem}/{self.path.name}"

    @property
    def code(self) -> str:
        """The code of the rule that it belongs to."""
        return self.rule_stem[:5].upper()

    @property
    def rule_name(self) -> str:
        """The name of the rule that it belongs to."""
        return self.rule_stem[6:].replace("_", "-")

    @property
    def methods_wrong(self) -> frozenset[str]:
        """The start methods under which it claims to go wrong, on some minor version of Python at least.

        What one release alone does otherwise is a mistake of that release, and not what the rule is about.
        """
        return frozenset(
            claim.method for claim in self.claims if claim.goes_wrong and not claim.versions.is_one_release
        )

    @property
    def digest(self) -> str:
        """A short hash of the code of all its files: outcomes recorded for another one are stale."""
        total = hashlib.sha256()
        for source in self.sources:
            name = source.path.name if self.path.is_file() else source.path.relative_to(self.path).as_posix()
            total.update(f"{name}\0{len(source.text)}\0{source.text}".encode())
        return total.hexdigest()[:16]

    def claim(self, method: str, version: tuple[int, ...]) -> Claim:
        """Return the claim for a start method on a Python: the narrowest of those that speak of it."""
        fitting = [claim for claim in self.claims if claim.method == method and version in claim.versions]
        return max(fitting, key=lambda claim: claim.versions.closeness(version))


def load(path: Path | str) -> Fixture:
    """Read a fixture: a file, or a folder with ``main.py`` or ``__main__.py`` in it.

    Raises :class:`FixtureError` with file, line and cause where anything in it is malformed.
    """
    path = Path(path).absolute()
    kind = kind_of(path)
    if kind is None:
        raise FixtureError(f"{path}:1: name a fixture bad*.py, good*.py or shapes.py, or a folder likewise")
    if not _STEM.fullmatch(path.parent.name):
        raise FixtureError(f"{path}:1: a fixture lies in a folder named like mp201_lambda_handoff")
    sources = tuple(_read(file) for file in _files(path))
    header = _Header(sources[0])
    errors = any(source.errors for source in sources)
    marked = errors or any(source.todos for source in sources)
    if kind == "good" and errors:
        line = next(line for source in sources for line, _ in source.errors)
        raise FixtureError(f"{path}:{line}: a good fixture has no # error: line")
    if kind == "bad" and not marked:
        raise FixtureError(f"{path}:1: a bad fixture needs a # error: or # todo: line")
    return Fixture(
        path=path,
        rule_stem=path.parent.name,
        kind=kind,
        docstring=header.docstring,
        claims=header.claims(kind),
        sources=sources,
        prints=header.prints(),
        time_limit=header.time_limit(),
        python=header.versions(),
        needs=tuple(re.split(r"[,\s]+", header.one("needs").strip())) if header.one("needs") else (),
        args=tuple(shlex.split(header.one("args"))),
        flags=tuple(shlex.split(header.one("flags"))),
        run_as=header.run_as(),
    )


def fixtures_root() -> Path:
    """Return the folder of the fixtures: the installed package's, or the checkout's beside the package.

    Raises :class:`FixtureError` where there is neither.
    """
    package = Path(__file__).absolute().parent.parent
    for root in (package / "_fixtures", package.parent / "fixtures"):
        if root.is_dir():
            return root
    raise FixtureError(f"{package / '_fixtures'}: no fixtures are installed with this package")


def in_checkout() -> bool:
    """Return whether this package is that of a checkout, with the fixtures beside it, and not an installed copy."""
    return fixtures_root() != Path(__file__).absolute().parent.parent / "_fixtures"


def find_fixtures(selection: Sequence[str | Path] = (), root: Path | None = None) -> list[Fixture]:
    """Load the fixtures that are asked for, all when nothing is, in the order of their names.

    An element is a code or the beginning of one (``MP201``, ``MP2``), a rule's name or stem, or the path of
    a fixture, of a rule's folder, or of a root. Raises :class:`FixtureError` for one that names nothing,
    where there are no fixtures at all, and for a malformed one.
    """
    if not selection:
        root = root or fixtures_root()
        found = list(fixture_paths(root))
        if not found:
            raise FixtureError(f"{root}: no fixtures here")
    else:
        found = [path for element in selection for path in _selected(element, root)]
    return [load(path) for path in sorted(set(found), key=lambda path: (path.parent.name, path.name))]


def _selected(element: str | Path, root: Path | None) -> list[Path]:
    text = str(element)
    if not text.strip():
        raise FixtureError(f"{text!r}: name a code such as MP201, a rule, or a path")
    path = Path(text)
    if path.exists() and (path.is_absolute() or len(path.parts) > 1 or path.suffix or _STEM.fullmatch(text)):
        path = path.absolute()
        if kind_of(path):
            found = [path]
        else:
            found = [*(rule_paths(path) if _STEM.fullmatch(path.name) else fixture_paths(path))]
        if not found:
            raise FixtureError(f"{text}: no fixtures here")
        return found
    root = root or fixtures_root()
    wanted = text.lower().replace("-", "_")
    folders = [folder for folder in _rules(root) if wanted in (folder.name, folder.name[6:])]
    if re.fullmatch(r"mp\d{0,3}", wanted):
        folders = [folder for folder in _rules(root) if folder.name.startswith(wanted)]
    found = [path for folder in folders for path in rule_paths(folder)]
    if not found and (root / text).exists():
        return _selected(root / text, root)
    if not found:
        raise FixtureError(f"{text}: no rule with fixtures has this code or name, and no such path exists")
    return found


def _rules(root: Path) -> list[Path]:
    return sorted(folder for folder in root.iterdir() if folder.is_dir() and _STEM.fullmatch(folder.name))


def rule_paths(folder: Path) -> Iterator[Path]:
    """Yield the paths of the fixtures in the folder of a rule, without reading them."""
    return (path for path in sorted(folder.iterdir()) if kind_of(path) is not None)


def fixture_paths(root: Path) -> Iterator[Path]:
    """Yield the paths of all fixtures below a root, without reading them."""
    return (path for folder in _rules(root) for path in rule_paths(folder)) if root.is_dir() else iter(())


def kind_of(path: Path) -> Kind | None:
    """Return the kind, which the name says; None for what is not a fixture."""
    stem = path.stem if path.suffix == ".py" else path.name if path.is_dir() else ""
    match = re.fullmatch(r"(bad|good|shapes)(?:_\w+)?", stem)
    return cast("Kind", match[1]) if match else None


def _files(path: Path) -> list[Path]:
    """List the files of a fixture, the program first."""
    if not path.is_dir():
        return [path]
    mains = [path / name for name in ("main.py", "__main__.py") if (path / name).is_file()]
    if not mains:
        raise FixtureError(f"{path}:1: a folder needs a main.py")
    others = sorted([*path.rglob("*.py"), *path.rglob("*.ipynb")])
    return [mains[0], *(file for file in others if file != mains[0])]


def _read(path: Path) -> Source:
    """Read a file and the marks in its comments."""
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            text = _code(text)
    except (OSError, ValueError) as error:
        raise FixtureError(f"{path}:1: cannot be read: {error}") from error
    errors: dict[int, tuple[str, ...]] = {}
    todos: dict[int, tuple[str, ...]] = {}
    for token in _tokens(path, text):
        if token.type != tokenize.COMMENT:
            continue
        line = token.start[0]
        for match in _MARK.finditer(token.string):
            if match[2] is None:
                raise FixtureError(f"{path}:{line}: write the codes as in # {match[1]}: MP201, MP205")
            if not token.line[: token.start[1]].strip():
                raise FixtureError(f"{path}:{line}: put # {match[1]}: at the end of the line that it is about")
            marks = errors if match[1] == "error" else todos
            marks[line] = (*marks.get(line, ()), *_CODE.findall(match[2]))
    return Source(path, text, tuple(errors.items()), tuple(todos.items()))


def _code(text: str) -> str:
    """Return the code cells of a notebook one after the other; the notebooks of fixtures have no magics.

    Raises ValueError where the text is no notebook.
    """
    try:
        cells = json.loads(text)["cells"]
        return "".join("".join(cell["source"]) + "\n" for cell in cells if cell["cell_type"] == "code")
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a notebook ({error})") from None


@lru_cache(maxsize=4)  # a program is gone through twice: for its marks, and for its header
def _tokens(path: Path, text: str) -> tuple[tokenize.TokenInfo, ...]:
    try:
        return tuple(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError) as error:
        line = error.args[1][0] if isinstance(error, tokenize.TokenError) else error.lineno
        raise FixtureError(f"{path}:{line}: not valid Python: {error.args[0]}") from error


class _Header:
    """The docstring and the comments of a program before its first statement."""

    def __init__(self, source: Source) -> None:
        self.path = source.path
        self.docstring = ""
        self.lines: dict[str, list[tuple[int, str]]] = {}
        in_header = True
        for token in _tokens(source.path, source.text):
            if token.type == tokenize.COMMENT and not token.line[: token.start[1]].strip():
                self._take(token, in_header)
            elif token.type == tokenize.STRING and in_header and not self.docstring:
                self.docstring = str(ast.literal_eval(token.string)).strip()
            elif token.type not in _BEFORE_CODE:
                in_header = False
        if not self.docstring:
            raise FixtureError(f"{self.path}:1: a fixture starts with a docstring that says what happens")

    def _take(self, token: tokenize.TokenInfo, in_header: bool) -> None:
        match = _HEADER.fullmatch(token.string.rstrip())
        line = token.start[0]
        if match is None:
            return
        key = match[1]
        if key not in _KEYS:
            if in_header:
                raise FixtureError(f"{self.path}:{line}: {key!r} is not a header; the headers are {', '.join(_KEYS)}")
            return
        if not in_header:
            raise FixtureError(f"{self.path}:{line}: # {key}: stands before the first statement")
        if key in self.lines and key not in _REPEATABLE:
            raise FixtureError(f"{self.path}:{line}: # {key}: is given twice")
        if key != "prints" and not match[2]:
            raise FixtureError(f"{self.path}:{line}: # {key}: is empty")
        self.lines.setdefault(key, []).append((line, match[2] or ""))

    def one(self, key: str) -> str:
        """Return the value of a line that is given at most once, empty where it is not."""
        return self.lines[key][0][1] if key in self.lines else ""

    def prints(self) -> tuple[str, ...] | None:
        """Return the expected lines of standard output."""
        return tuple(value for _, value in self.lines["prints"]) if "prints" in self.lines else None

    def claims(self, kind: Kind) -> tuple[Claim, ...]:
        """Return the claims, which fit the kind of fixture."""
        given = self.lines.get("runs", [])
        if kind == "shapes":
            if given:
                raise FixtureError(f"{self.path}:{given[0][0]}: shapes are never run, they claim nothing")
            return ()
        if kind == "good" and not given:
            return tuple(Claim(method, (OK,)) for method in START_METHODS)
        if not given:
            raise FixtureError(f"{self.path}:1: a bad fixture needs a # runs: line")
        claims: list[Claim] = []
        line = given[0][0]
        try:
            for line, value in given:  # noqa: B007 - the error below is about the line reached
                claims += parse_claims(value)
            check_claims(claims)
        except ClaimError as error:
            raise FixtureError(f"{self.path}:{line}: {error}") from error
        wrong = [claim for claim in claims if claim.goes_wrong]
        if kind == "good" and wrong:
            raise FixtureError(f"{self.path}:{line}: a good fixture is ok, not {wrong[0].text}")
        if kind == "bad" and not wrong:
            raise FixtureError(f"{self.path}:{line}: a bad fixture goes wrong under one start method at least")
        return tuple(claims)

    def time_limit(self) -> float:
        """Return the seconds that the program may take."""
        value = self.one("time-limit")
        if not value:
            return TIME_LIMIT
        try:
            seconds = float(value)
        except ValueError:
            seconds = 0.0
        if not 0 < seconds <= 300:
            raise FixtureError(f"{self._place('time-limit')}: {value!r} is not a number of seconds up to 300")
        return seconds

    def versions(self) -> Versions:
        """Return the Pythons that the program is for."""
        value = self.one("python")
        if not value:
            return EVERY
        try:
            return Versions.parse(value)
        except ClaimError as error:
            raise FixtureError(f"{self._place('python')}: {error}") from error

    def run_as(self) -> RunAs:
        """Return how the program is started."""
        value = self.one("run-as") or "script"
        if value not in ("script", "module", "package"):
            raise FixtureError(f"{self._place('run-as')}: {value!r} is not one of script, module, package")
        return cast("RunAs", value)

    def _place(self, key: str) -> str:
        return f"{self.path}:{self.lines[key][0][0]}"
