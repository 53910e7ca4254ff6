"""One file from its bytes to what is found in it, in whatever process; what comes back can be pickled."""

from __future__ import annotations

import ast
import codecs
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from flake8_mp.engine import analyze, imports_beside, matters, may_matter, uses_what_is_around
from flake8_mp.frontends.discovery import reason
from flake8_mp.reading import LARGEST_NOTEBOOK, LARGEST_SOURCE, read_regular
from flake8_mp.rule import Finding
from flake8_mp.settings import Settings

if TYPE_CHECKING:
    from flake8_mp.frontends.fix_policy import Policy
    from flake8_mp.in_use import InUse


@dataclass(frozen=True)
class Request:
    """What is to be checked, and how."""

    path: str
    settings: Settings
    _: KW_ONLY
    noqa: bool = True
    """Whether ``# noqa`` comments count."""
    idle_noqa: bool = False
    """Whether comments that silence nothing, or name what does not exist, are findings themselves."""
    traced: bool = False
    """Whether the answer is to name what it depends on: only a cache asks, and each of those files is read for it."""
    fixes: Policy | None = None
    """Which fixes are wanted with the findings; None where none are wanted."""
    in_use: bool = False
    """Whether the answer is to name the start methods that are in use."""
    applies_fixes: bool = False
    """Whether those fixes are applied to the text, and only what is left is reported."""


@dataclass(frozen=True)
class Answer:
    """What came of it."""

    findings: tuple[Finding, ...] = ()
    problem: str = ""
    """Why the file could not be checked, in one line without its name."""
    is_incomplete: bool = False
    """Whether not all of the file was followed: see :class:`flake8_mp.engine.Analysis`."""
    consulted: tuple[tuple[str, bytes | None], ...] = ()
    """The other files that were looked for, each with the digest of its content, or None where there is none: while
    they and this one stay as they are, so does the answer."""
    digest: bytes = b""
    """What stands for the content that was checked; empty where it could not be read."""
    fixed: bytes | None = None
    """The content with fixes applied; None where there were none."""
    applied: tuple[tuple[str, str], ...] = ()
    """Code and title of each fix that was applied."""
    in_use: tuple[InUse, ...] = ()
    """Where processes are made, and who chooses their start methods, where that was asked for."""


_SLOW = frozenset({"idna", "punycode"})
"""Encodings whose time grows with the square of the length."""
_SLOW_ABOVE = 16_000  # bytes

_LINE_END = re.compile(rb"[\r\n]")
_UNPARSABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


class Undecodable(ValueError):
    """The bytes of a file are no text in the encoding that it names; the text says where."""


def _checked(request: Request, data: bytes) -> Answer:
    notebook = request.path.endswith(".ipynb")
    try:
        text = _notebook_text(data) if notebook else decode(data)
    except _UNPARSABLE as error:
        return Answer(problem=_why_unparsable(error))
    if not (notebook or request.idle_noqa or may_matter(data)):
        from flake8_mp.facts import files

        files.consulted.clear()
        if not matters(text, request.path):
            return Answer(consulted=_contents(files.consulted) if request.traced else ())
    answer = check_text(request, text)
    return (
        _fixed(request, request.fixes, data, answer) if request.applies_fixes and request.fixes is not None else answer
    )


def check_text(request: Request, text: str) -> Answer:
    r"""Check the text of a file, or the Python of a notebook, with ``\n`` between the lines.

    What is wrong with the text is its problem, and what fails in the analysis a finding MP000. Fixes are offered, and
    not applied.
    """
    from flake8_mp.facts import files

    files.consulted.clear()
    try:
        tree = ast.parse(text)
    except _UNPARSABLE as error:
        return Answer(problem=_why_unparsable(error))
    analysis = analyze(text, request.path, request.settings, tree)
    findings: Sequence[Finding] = analysis.findings
    if request.noqa or request.idle_noqa:
        findings = _after_noqa(request, text, findings)
    if request.fixes is not None and not request.applies_fixes:
        findings = _offered(request, request.fixes, text, findings, analysis.findings)
    consulted = _contents(files.consulted) if request.traced else ()
    in_use = analysis.in_use if request.in_use else ()
    return Answer(tuple(findings), consulted=consulted, is_incomplete=analysis.is_incomplete, in_use=in_use)


def _offered(
    request: Request, policy: Policy, text: str, findings: Sequence[Finding], found: Sequence[Finding]
) -> Sequence[Finding]:
    """Return the findings with the fixes that are wanted; ``found`` are those that comments suppress, too."""
    if not any(policy.wants(finding.code) for finding in findings):
        return findings
    from flake8_mp.frontends.fixing import offer

    return offer(text, request.path, request.settings, findings, policy, found=found)


def _fixed(request: Request, policy: Policy, data: bytes, answer: Answer) -> Answer:
    """Return the answer to what a file is when the fixes that are wanted are applied."""
    if not any(policy.wants(finding.code) for finding in answer.findings):
        return answer
    from flake8_mp.frontends.fix_file import CannotFix, fix_content

    try:
        content, applied = fix_content(data, request.path, request.settings, policy, noqa=request.noqa)
    except (CannotFix, SyntaxError, LookupError) as error:
        return replace(answer, findings=tuple(replace(each, no_fix=str(error)) for each in answer.findings))
    left = check(replace(request, applies_fixes=False), content)
    return replace(left, fixed=content if content != data else None, applied=tuple(applied))


def _why_unparsable(error: Exception) -> str:
    if isinstance(error, SyntaxError):
        return f"line {error.lineno or 1}: {error.msg}"
    if isinstance(error, RecursionError):
        return "nested too deeply to be parsed"
    if isinstance(error, MemoryError):
        return "too large or nested too deeply to be parsed"
    return " ".join(str(error).split())


class _Surroundings(NamedTuple):
    """What is around the files of a folder that they can use."""

    modules: frozenset[str] | None
    """The names under which their imports can lead to files of the project; None in a package, whose modules are not
    programs."""
    fixtures: frozenset[str]
    """The names in conftest.py files that start processes or share memory."""
    paths: tuple[str, ...]
    """The files and folders that this depends on."""
    conftests: tuple[str, ...]
    """Those on which it depends what fixtures there are."""


class Prefilter:
    """Finds which files may have findings at all, from their bytes: most do not, and are never decoded.

    With ``idle_noqa`` a comment with a code of ours may be one, wherever it stands.
    """

    def __init__(self, idle_noqa: bool = False) -> None:
        self._idle_noqa = idle_noqa
        self._around: dict[str, _Surroundings] = {}
        self._consulted: dict[tuple[str, bool], tuple[tuple[str, bytes | None], ...]] = {}

    def passes(self, path: str, data: bytes) -> bool:
        """Return whether a file is worth parsing."""
        if may_matter(data) or (self._idle_noqa and mentions_plugin_in_noqa(data)):
            return True
        if path.endswith(".ipynb") or not uses_what_is_around(data):
            return False
        around = self._surroundings(os.path.dirname(path))
        if around.fixtures and _is_test(path) and any(name.encode() in data for name in around.fixtures):
            return True
        return imports_beside(data, around.modules)

    def consulted(self, path: str, data: bytes) -> tuple[tuple[str, bytes | None], ...]:
        """Return what a no depends on besides the file: that it is part of a package, or else what lies around it."""
        if path.endswith(".ipynb") or not uses_what_is_around(data):
            return ()
        key = os.path.dirname(path), _is_test(path)
        if key not in self._consulted:
            around = self._surroundings(key[0])
            self._consulted[key] = _contents({*around.paths, *(around.conftests if key[1] else ())})
        return self._consulted[key]

    def _surroundings(self, folder: str) -> _Surroundings:
        if folder not in self._around:
            self._around[folder] = _surroundings_of(folder)
        return self._around[folder]


def _is_test(path: str) -> bool:
    from flake8_mp.facts.search_path import is_test

    return is_test(path)


def _surroundings_of(folder: str) -> _Surroundings:
    from flake8_mp.facts import files, project, search_path

    files.begin()
    own = os.path.join(folder, "__init__.py")
    with files.looked_for() as for_conftests:
        conftests = search_path.conftests_of(folder)
        fixtures = frozenset().union(*map(project.fixtures_in, conftests))
    if os.path.isfile(own):
        return _Surroundings(None, fixtures, (own,), tuple(for_conftests))
    with files.looked_for() as looked_for:
        folders = (folder, *search_path.folders_of_project(folder))
    above = map(os.path.basename, search_path.folders_above(folder))
    modules = frozenset(above).union(*map(names_in, folders))
    return _Surroundings(
        modules, fixtures, (*looked_for, *(os.path.join(each, "") for each in folders)), tuple(for_conftests)
    )


def _is_ignored(request: Request, finding: Finding) -> bool:
    wants = request.settings
    explicitly = wants.ignore | wants.extend_ignore
    return any(map(finding.code.startswith, explicitly)) or wants.ignores(finding.code, request.path)


def mentions_plugin_in_noqa(data: bytes) -> bool:
    """Return whether a file may have a ``# noqa`` with a code of ours: it can be idle wherever it stands."""
    text = data.lower()
    at = text.find(b"noqa")
    while at >= 0:
        # Each line is looked at once, however often it says noqa.
        end = _LINE_END.search(text, at)
        if text.find(b"mp", at, end.start() if end else len(text)) >= 0:
            return True
        at = text.find(b"noqa", end.end()) if end else -1
    return False


_CHANGED = b""
"""In the place of a digest it stands for a content that was replaced while the files were checked: none is like it."""


def _contents(paths: Iterable[str]) -> tuple[tuple[str, bytes | None], ...]:
    from flake8_mp.facts import files

    return tuple((path, _CHANGED if files.has_changed(path) else content(path)) for path in sorted(paths))


def content(path: str) -> bytes | None:
    """Return the digest of a file, or of the names in a folder, which ends with a slash; None where there is none."""
    try:
        if path.endswith(os.sep):
            # Whether a folder is a package is asked of it as well, so that its own __init__.py counts.
            return digest("\n".join(sorted(names_in(path))).encode(errors="surrogateescape"))
        return digest(read(path))
    except (OSError, ValueError):
        return None


def names_in(folder: str) -> frozenset[str]:
    """Return the names under which the files and folders of a folder can be imported."""
    try:
        return frozenset(name.partition(".")[0] for name in os.listdir(folder))
    except OSError:
        return frozenset()


def decode(data: bytes) -> str:
    r"""Turn the bytes of a Python file into its text, with ``\n`` between the lines: PEP 263, PEP 3120, BOM.

    Raises :class:`Undecodable`, and SyntaxError for an encoding that does not exist.
    """
    encoding = "utf-8"
    if data.startswith(b"\xef\xbb\xbf") or any(b"coding" in line for line in data.split(b"\n", 2)[:2]):
        import io
        import tokenize

        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    if len(data) > _SLOW_ABOVE and codecs.lookup(encoding).name in _SLOW:
        raise Undecodable(f"line 1: {encoding} is an encoding for host names and too slow for a whole file")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Undecodable(
            f"line {line}: not valid {encoding} ({error.reason}); declare the encoding on the first line"
        ) from None
    except LookupError:
        raise Undecodable(f"line 1: {encoding} is not a text encoding") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _notebook_text(data: bytes) -> str:
    """Return the joined cells of a notebook.

    Raises :class:`Undecodable` for what is none, and where a cell is no Python: that cell may be the one that closes
    what the others open.
    """
    from flake8_mp.frontends import notebook

    try:
        found = notebook.read(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Undecodable(f"not valid UTF-8 ({error.reason})") from None
    if found.problems:
        raise Undecodable(str(found.problems[0]))
    return found.source


def _after_noqa(request: Request, text: str, findings: Sequence[Finding]) -> Sequence[Finding]:
    if not request.idle_noqa and not findings:
        return findings
    from flake8_mp.frontends.suppression import Suppressions

    suppressions = Suppressions(text)
    kept = suppressions.kept(findings) if request.noqa else list(findings)
    if request.idle_noqa and not suppressions.whole_file:
        from flake8_mp.configuration import known_codes
        from flake8_mp.rule import all_rules

        asked = [rule.code for rule in all_rules() if request.settings.wants(rule.code, rule.default)]
        idle = suppressions.idle(findings, known_codes(), asked)
        kept += [finding for finding in idle if not _is_ignored(request, finding)]
        kept.sort(key=lambda finding: (finding.span, finding.code))
    return kept


def read_and_check(request: Request) -> Answer:
    """Read a file and check it: what a worker does.

    Raises nothing: a file that has gone meanwhile, or cannot be read, is a problem.
    """
    try:
        data = read(request.path)
    except (OSError, ValueError) as error:
        return Answer(problem=reason(error))
    return replace(check(request, data), digest=digest(data))


def check(request: Request, data: bytes) -> Answer:
    """Check one file, given its bytes.

    Raises nothing: what is wrong with the file is its problem, what fails in the analysis a finding MP000, and what
    fails elsewhere a problem too.
    """
    try:
        return _checked(request, data)
    except Exception as error:  # the boundary: the other files are still to be checked
        from flake8_mp.frontends.boundary import internal

        return Answer(problem=internal(error))


def read(path: str) -> bytes:
    """Read a source file or a notebook. Raises OSError, also for what is not a regular file, or too large to be one."""
    return read_regular(path, LARGEST_NOTEBOOK if path.endswith(".ipynb") else LARGEST_SOURCE)


def digest(data: bytes) -> bytes:
    """Return what stands for a content."""
    return blake2b(data, digest_size=16).digest()
