"""Which files are checked: those that are named, and in folders those that look like Python.

Folders are walked without following links to folders, so that no loop can arise; what ``.gitignore`` files, the
``exclude`` patterns and the marks of virtual environments leave out is not entered. Files are found in the order of
their names, so that two runs print the same.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from flake8_mp.frontends.gitignore import Patterns, as_git_sees
from flake8_mp.paths import below, is_path, names_in
from flake8_mp.reading import LARGEST_CONFIGURATION, open_regular, read_regular
from flake8_mp.settings import matches

if TYPE_CHECKING:
    from flake8_mp.configuration import Configuration

SUFFIXES = (".py", ".pyi", ".pyw", ".ipynb")
"""How the names of Python files end; one without any suffix counts when its first line calls for a Python."""

_FIRST_LINE = 128  # bytes that are read for a shebang; the kernel reads 256 at most, and no Python's path needs more


@dataclass(frozen=True)
class Found:
    """A file to be checked."""

    path: str
    """Absolute."""
    shown: str
    """As it is shown to people: relative to the current directory where it lies below it."""
    configuration: Configuration
    status: os.stat_result | None = None
    named: bool = False
    """Whether it was asked for by its own name, and not found in a folder."""

    @property
    def must_be_notebook(self) -> bool:
        """Whether its name says that it is a notebook: then it is a mistake if it is not, whatever is in it."""
        return self.named and self.path.endswith(".ipynb")


@dataclass(frozen=True)
class Trouble:
    """What was asked for and could not be looked at, with the reason in a few words."""

    shown: str
    reason: str


def shown(path: str, here: str) -> str:
    """Return a path as people want to see it: relative to the current directory where it lies below it."""
    return below(path, here) or path


def absolute(name: str) -> str:
    """Return the absolute path of what the system finds by a name: ``..`` behind a link leads where the link leads."""
    if ".." in names_in(name):
        return os.path.join(os.path.realpath(os.path.dirname(name)), os.path.basename(name)).rstrip(os.sep)
    return os.path.abspath(name)


class Discovery:
    """The search for files. ``configuration_of`` gives the configuration of a folder."""

    def __init__(self, configuration_of: Callable[[str], Configuration], here: str | None = None) -> None:
        self._of = configuration_of
        self._here = here or os.getcwd()
        self._seen: set[str] = set()
        self._ignores: dict[str, _Ignores] = {}

    def find(self, names: Iterable[str]) -> Iterator[Found | Trouble]:
        """Yield every file that the names lead to, each once, and what could not be looked at.

        Raises :class:`flake8_mp.settings.SettingsError` for a configuration file that cannot be used.
        """
        for name in names:
            if not name:
                yield Trouble("''", "the name of the file is empty")
                continue
            path = absolute(name)
            try:
                status = os.stat(path)
            except (OSError, ValueError) as error:
                yield Trouble(name, reason(error))
                continue
            if stat.S_ISDIR(status.st_mode):
                if not self._forced_out(path, path):
                    yield from self._walk(path)
            elif not stat.S_ISREG(status.st_mode):
                yield Trouble(name, "cannot be read: not a regular file; use - for standard input")
            elif not self._forced_out(path, os.path.dirname(path)) and self._is_new(path):
                configuration = self._of(os.path.dirname(path))
                yield Found(path, shown(path, self._here), configuration, status, named=True)

    def _is_new(self, path: str) -> bool:
        """Note a file; return whether it was not met before, under whatever spelling of its name."""
        spelled = os.path.normcase(path)
        if spelled in self._seen:
            return False
        self._seen.add(spelled)
        return True

    def _forced_out(self, path: str, folder: str) -> bool:
        """Return whether something that was named is left out nevertheless, as ``force-exclude`` wants it."""
        choices = self._of(folder).choices
        if not choices.force_exclude:
            return False
        return (choices.respect_gitignore and self._git_ignores(path)) or matches(path, choices.excluded)

    def _git_ignores(self, path: str) -> bool:
        """Return whether git ignores a path, or a folder of its repository that it lies in."""
        below = path
        while not _is_top(below) and below != (above := os.path.dirname(below)):
            if self._ignored_by_git(above).ignores(below, below != path or os.path.isdir(path)):
                return True
            below = above
        return False

    def _ignored_by_git(self, folder: str) -> _Ignores:
        """Return what holds in a folder: all that its repository says above it, or outside of one its own file."""
        chain = [folder]  # up to the top of the repository, or to a folder that is known to lie in one
        while chain[-1] not in self._ignores and not _is_top(chain[-1]):
            above = os.path.dirname(chain[-1])
            if above == chain[-1]:
                return _Ignores.of(folder, None)
            chain.append(above)
        inherited: _Ignores | None = None
        for at in reversed(chain):
            inherited = self._ignores[at] = self._ignores.get(at) or _Ignores.of(at, inherited)
        return self._ignores[folder]

    def _walk(self, top: str) -> Iterator[Found | Trouble]:
        # Folders that are still to be read lie on a stack, and not on Python's own: people nest deeply.
        waiting: list[tuple[str, _Ignores | None]] = [(top, None)]
        while waiting:
            folder, ignores = waiting.pop()
            try:
                with os.scandir(folder) as listed:
                    entries = sorted(listed, key=lambda entry: entry.name)
            except OSError as error:
                yield Trouble(shown(folder, self._here), reason(error))
                continue
            configuration = self._of(folder)
            choices = configuration.choices
            names = {entry.name for entry in entries}
            if "pyvenv.cfg" in names and folder != top:
                continue
            if not choices.respect_gitignore:
                ignores = None
            elif ignores is None:
                ignores = self._ignored_by_git(folder)
                if ignores.ignores(folder, True):
                    ignores = _Ignores.of(folder, None)  # an ignored folder that is named is listed
            elif ".git" in names or ".gitignore" in names:
                ignores = _Ignores.of(folder, None if ".git" in names else ignores)
            out = _Patterns.of(choices.excluded)
            deeper: list[tuple[str, _Ignores | None]] = []
            for entry in entries:
                name = entry.name
                is_folder = entry.is_dir(follow_symlinks=False)
                if not is_folder and not name.endswith(SUFFIXES) and "." in name:
                    continue
                if out.match(name, entry.path) or (ignores is not None and ignores.ignores(entry.path, is_folder)):
                    continue
                if is_folder:
                    deeper.append((entry.path, ignores))
                elif entry.path not in self._seen and (status := _regular(entry)) is not None:
                    if ("." in name or calls_for_python(entry.path)) and self._is_new(entry.path):
                        yield Found(entry.path, shown(entry.path, self._here), configuration, status)
            waiting += reversed(deeper)


def _regular(entry: os.DirEntry[str]) -> os.stat_result | None:
    """Return the status of a regular file; a pipe would never end, and a link that leads nowhere is no file."""
    try:
        status = entry.stat()
    except OSError:
        return None
    return status if stat.S_ISREG(status.st_mode) else None


def calls_for_python(path: str) -> bool:
    """Return whether a file's first line is a shebang with a Python: ``python3``, ``pypy``, or uv's script runner."""
    try:
        with open_regular(path) as file:
            start = file.read(_FIRST_LINE)
    except OSError:
        return False
    if not start.startswith(b"#!"):
        return False
    first = start.splitlines()[0]
    return b"python" in first or b"pypy" in first or b"uv run" in first


def reason(error: OSError | ValueError) -> str:
    """Say in a few words why something could not be read."""
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror}"
    return f"cannot be read: {' '.join(str(error).split())}"


_FOLDS_CASE = os.path.normcase("A") != "A"
"""Whether case does not matter in names: on Windows. Elsewhere the call for each file is saved."""


class _Patterns:
    """The patterns that leave files out, sorted by what they are compared with, and compiled together."""

    _made: ClassVar[dict[tuple[str, ...], _Patterns]] = {}

    def __init__(self, patterns: Iterable[str]) -> None:
        import fnmatch

        patterns = [*map(os.path.normcase, patterns)]
        names = [pattern for pattern in patterns if not is_path(pattern)]
        self._plain = frozenset(name for name in names if not set(name) & set("*?["))
        globs = [fnmatch.translate(name) for name in names if name not in self._plain]
        paths = [fnmatch.translate(pattern) for pattern in patterns if is_path(pattern)]
        self._globs = re.compile("|".join(globs)) if globs else None
        self._paths = re.compile("|".join(paths)) if paths else None

    @classmethod
    def of(cls, patterns: tuple[str, ...]) -> _Patterns:
        """Return the compiled form of the patterns."""
        if patterns not in cls._made:
            cls._made[patterns] = cls(patterns)
        return cls._made[patterns]

    def match(self, name: str, path: str) -> bool:
        """Return whether something with this name, at this place, is left out."""
        if _FOLDS_CASE:
            name, path = os.path.normcase(name), os.path.normcase(path)
        if name in self._plain or (self._globs is not None and self._globs.match(name)):
            return True
        return self._paths is not None and self._paths.match(path) is not None


class _Ignores:
    """What git ignores in a folder and below: its own ``.gitignore``, and those above it up to the repository's top.

    Of the patterns of one file the last that fits decides, of several files the nearest to the path, and nothing is
    asked of what lies in an ignored folder. Source: gitignore(5).
    """

    def __init__(self, folder: str, patterns: Patterns, above: _Ignores | None) -> None:
        self._start = len(folder.rstrip(os.sep)) + 1
        self._patterns = patterns
        self._above = above

    @classmethod
    def of(cls, folder: str, above: _Ignores | None) -> _Ignores:
        """Read the files of a folder; ``above`` is what holds in the folder above it, None at a repository's top."""
        lines = [
            *_lines(os.path.join(_git_folder(folder), "info", "exclude")),
            *_lines(os.path.join(folder, ".gitignore")),
        ]
        patterns = Patterns(lines)
        return above if above is not None and not patterns else cls(folder, patterns, above)

    def ignores(self, path: str, is_folder: bool) -> bool:
        """Return whether git ignores what lies there, in a folder that it does not ignore."""
        rules: _Ignores | None = self
        while rules is not None:
            if rules._patterns and len(path) >= rules._start:
                relative = as_git_sees(path[rules._start :].replace(os.sep, "/"))
                if (decided := rules._patterns.decide(relative, is_folder)) is not None:
                    return decided
            rules = rules._above
        return False


def _is_top(folder: str) -> bool:
    return os.path.exists(os.path.join(folder, ".git"))


def _git_folder(folder: str) -> str:
    """Return where git keeps what it knows of a repository's top: ``.git``, or of a worktree the repository's own."""
    git = os.path.join(folder, ".git")
    if not os.path.isfile(git):
        return git
    own = os.path.join(folder, _first_line(git).removeprefix("gitdir:").strip())
    return os.path.join(own, _first_line(os.path.join(own, "commondir")).strip())


def _first_line(path: str) -> str:
    """Return the first line of a file that holds a path; empty where it cannot be read."""
    return os.fsdecode("".join(_lines(path)[:1]).encode("latin-1"))


def _lines(path: str) -> list[str]:
    """Return the lines of one of git's files, bytes decoded as Latin-1; none where it cannot be read."""
    try:
        data = read_regular(path, LARGEST_CONFIGURATION)
    except (OSError, ValueError):
        return []
    return data.removeprefix(b"\xef\xbb\xbf").decode("latin-1").split("\n")
