"""Answers of earlier runs, in one database in the user's cache folder.

An answer belongs to the content of a file, to where it lies, to the settings, to this version of flake8-mp and of
Python, and to the content of each file that was consulted for it, or to its absence. A status (time stamps, size,
inode) only saves reading a file again whose content is known; a file that has changed too recently for its time stamp
to report is always read. SQLite cares for runs side by side, and for crashes; whatever goes wrong with the cache,
the run goes on without it.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from flake8_mp.frontends.checking import Answer, content, digest
from flake8_mp.paths import is_path
from flake8_mp.rule import INTERNAL, Edit, Finding, Fix, Related, Span
from flake8_mp.settings import Settings

if TYPE_CHECKING:
    import sqlite3

VARIABLE = "FLAKE8_MP_CACHE_DIR"
"""The environment variable that names another folder."""

DATABASE = "answers.db"
"""The name of the file in that folder."""

_FORMAT = 4
"""Counted up when the tables or their cells change."""
_RECENT = 2_000_000_000  # nanoseconds: coarser than any file system's time stamps
_KEPT = 30 * 24 * 3600  # seconds for which an answer is kept that is not used
_PATIENCE = 2.0  # seconds that a run waits for another one to write

_TABLE = (
    "CREATE TABLE files (path TEXT, key BLOB, status TEXT, digest BLOB, answer TEXT, consulted TEXT, used INTEGER, "
    "PRIMARY KEY (path, key)) WITHOUT ROWID"
)
_CELLS = (str, bytes, str, bytes, str, str, int)
"""The types of what a row holds; SQLite takes anything for any of them."""


def default_folder() -> str:
    """Return the folder of the cache: as the environment says, or the usual one of this system."""
    if os.environ.get(VARIABLE):
        return os.path.abspath(os.environ[VARIABLE])
    from platformdirs import user_cache_dir

    return user_cache_dir("flake8-mp", appauthor=False)


def key_of(settings: Settings, *more: object) -> bytes:
    """Return what distinguishes the answers under different settings, versions, and other choices."""
    from flake8_mp import __version__

    ignored = settings.per_file_ignores + settings.extend_per_file_ignores
    per_file = [(pattern, sorted(codes)) for pattern, codes in ignored]
    parts = [_FORMAT, __version__, _sources(), sys.version_info[:3], *more]
    for value in vars(replace(settings, per_file_ignores=(), extend_per_file_ignores=())).values():
        parts.append(sorted(value) if isinstance(value, frozenset) else value)
    parts.append(per_file)
    if any(not is_path(pattern) for pattern, _ in per_file):
        parts.append(os.getcwd())  # up to which such a pattern is compared with the names of folders
    return digest(repr(parts).encode())


def _sources() -> list[tuple[str, int, int]]:
    """Return the stamps of our own files, since a checkout changes without changing its version."""
    package = os.path.dirname(os.path.dirname(__file__))
    stamps = []
    for folder, inner, _ in os.walk(package):
        inner[:] = [
            name for name in inner if not name.startswith("_")
        ]  # neither bytecode nor the programs behind rules
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    stamps.append((entry.name, status.st_mtime_ns, status.st_size))
    return sorted(stamps)


def stamp(status: os.stat_result) -> str:
    """Return what identifies this state of a file, or an empty string where it changed too recently."""
    if max(status.st_mtime_ns, status.st_ctime_ns) > time.time_ns() - _RECENT:
        return ""
    return f"{status.st_mtime_ns} {status.st_ctime_ns} {status.st_size} {status.st_ino}"


@dataclass
class _Row:
    status: str
    digest: bytes
    answer: str
    consulted: str
    used: int


class Cache:
    """The answers of earlier runs to files below some folders; one for each process that wants them.

    Opening it raises nothing: where the folder cannot be used, it knows nothing and keeps nothing, and ``trouble``
    says why.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.trouble = ""
        self._new: dict[tuple[str, bytes], _Row] = {}
        self._rows: dict[tuple[str, bytes], _Row] = {}
        self._digests: dict[str, bytes | None] = {}
        self._database: sqlite3.Connection | None = None
        self._writes = True
        if not os.path.isabs(folder):  # what comes of a user without a home
            self.trouble = f"{folder}: not an absolute path; name a folder with --cache-dir"
            return
        try:
            self._open(folder)
        except ImportError:
            self.trouble = "this Python has no sqlite3"

    def _open(self, folder: str) -> None:
        import sqlite3

        path = os.path.join(folder, DATABASE)
        try:
            os.makedirs(folder, exist_ok=True)
            try:
                self._database = self._connect(path)
            except sqlite3.DatabaseError as error:
                if (
                    isinstance(error, sqlite3.OperationalError)
                    and getattr(error, "sqlite_errorname", "") != "SQLITE_ERROR"
                ):
                    raise
                os.replace(path, path + ".broken")  # not a database, a damaged one, or another's: it is made anew
                self._database = self._connect(path)
        except (OSError, sqlite3.Error) as error:
            if os.access(path, os.R_OK) and not (os.access(path, os.W_OK) and os.access(folder, os.W_OK)):
                self._open_for_reading(path)
            if self._database is None:
                self.trouble = f"{folder}: {getattr(error, 'strerror', None) or error}"

    def _open_for_reading(self, path: str) -> None:
        """Use a cache that cannot be written: no other process writes it either, so no lock is needed."""
        import sqlite3

        self._writes = False
        try:
            self._database = sqlite3.connect(f"{_uri(path)}?mode=ro&immutable=1", uri=True)
            self._database.execute("SELECT 1 FROM files LIMIT 1")
        except sqlite3.Error:
            self._database = None

    def _connect(self, path: str) -> sqlite3.Connection:
        import sqlite3

        database = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        try:
            database.execute("PRAGMA synchronous = OFF")  # a lost answer is found again; a torn one SQLite notices
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version != _FORMAT:
                database.executescript(
                    f"BEGIN IMMEDIATE; DROP TABLE IF EXISTS files; {_TABLE}; PRAGMA user_version = {_FORMAT}; COMMIT;"
                )
            if [_one_line(sql) for (sql,) in database.execute("SELECT sql FROM sqlite_master")] != [_TABLE]:
                raise sqlite3.DatabaseError("not a cache of flake8-mp")
        except sqlite3.Error:
            database.close()
            raise
        return database

    def load(self, folders: Iterable[str], files: Iterable[str] = ()) -> None:
        """Read what is known of files below the folders, and of these files."""
        if self._database is None:
            return
        import sqlite3

        columns = "SELECT path, key, status, digest, answer, consulted, used FROM files WHERE"
        try:
            for folder in folders:
                start = os.path.join(folder, "")
                asked = self._database.execute(
                    f"{columns} path >= ? AND path < ?", (start, start[:-1] + chr(ord(start[-1]) + 1))
                )
                self._take(asked)
            for file in files:
                self._take(self._database.execute(f"{columns} path = ?", (file,)))
        except (sqlite3.Error, UnicodeError) as error:
            self._give_up(error)

    def _take(self, rows: Iterable[tuple[str, bytes, str, bytes, str, str, int]]) -> None:
        for row in rows:
            if all(isinstance(cell, kind) for cell, kind in zip(row, _CELLS, strict=True)):  # else it is none of ours
                path, key, status, found, answer, consulted, used = row
                self._rows[path, key] = _Row(status, found, answer, consulted, used)

    def untouched(self, path: str, key: bytes, status: os.stat_result | None) -> Answer | None:
        """Return the answer to a file that has not been touched since, without reading it; None where none is sure."""
        row = self._rows.get((path, key))
        if row is None or status is None or not row.status or row.status != stamp(status):
            return None
        return self._answer(path, key, row)

    def unchanged(self, path: str, key: bytes, status: os.stat_result | None, data: bytes) -> Answer | None:
        """Return the answer to a file whose content is the same as then; None where none is known."""
        row = self._rows.get((path, key))
        if row is None or row.digest != digest(data):
            return None
        answer = self._answer(path, key, row)
        if answer is not None and status is not None and (now := stamp(status)) != row.status:
            self._new[path, key] = _Row(now, row.digest, row.answer, row.consulted, int(time.time()))
        return answer

    def _answer(self, path: str, key: bytes, row: _Row) -> Answer | None:
        try:
            if row.consulted and not self._still(json.loads(row.consulted)):
                return None
            answer = _from_text(row.answer)
        except Exception:  # a row of another origin: whatever it says, the file is checked again
            return None
        if time.time() - row.used > _KEPT / 4:
            self._new[path, key] = _Row(row.status, row.digest, row.answer, row.consulted, int(time.time()))
        return answer

    def keep(self, path: str, key: bytes, status: os.stat_result | None, answer: Answer) -> None:
        """Note a new answer; it is written by :meth:`close`. What has failed inside is not kept."""
        internal = any(finding.code == INTERNAL for finding in answer.findings)
        if self._database is None or not self._writes or internal or not answer.digest:
            return
        texts = {name: found.hex() if found is not None else None for name, found in answer.consulted}
        self._new[path, key] = _Row(
            stamp(status) if status is not None else "",
            answer.digest,
            _to_text(answer),
            json.dumps(texts) if texts else "",
            int(time.time()),
        )

    def _still(self, consulted: dict[str, str | None]) -> bool:
        """Return whether all consulted files are what they were, those included that were not there."""
        for name, known in consulted.items():
            now = self._content(name)
            if (now.hex() if now is not None else None) != known:
                return False
        return True

    def _content(self, path: str) -> bytes | None:
        """Return the digest of a file, or of the names in a folder; None where there is none; found once in a run."""
        if path not in self._digests:
            try:
                known = self._by_status.get((path, stamp(os.stat(path)) or "-"))
            except (OSError, ValueError):
                known = None
            self._digests[path] = known or content(path)
        return self._digests[path]

    @cached_property
    def _by_status(self) -> dict[tuple[str, str], bytes]:
        return {(path, row.status): row.digest for (path, _), row in self._rows.items()}

    def close(self) -> None:
        """Write what is new, all of it or nothing. Raises nothing; ``trouble`` says what went wrong."""
        if self._database is None:
            return
        import sqlite3

        try:
            if self._new and self._writes:
                with self._transaction(self._database):
                    self._database.executemany(
                        "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)",
                        [
                            (path, key, row.status, row.digest, row.answer, row.consulted, row.used)
                            for (path, key), row in self._new.items()
                            if path.isprintable() or path.encode(errors="ignore").decode() == path
                        ],
                    )
                    self._database.execute("DELETE FROM files WHERE used < ?", (int(time.time()) - _KEPT,))
        except (sqlite3.Error, UnicodeError) as error:
            self._give_up(error)
        finally:
            with contextlib.suppress(sqlite3.Error):
                self._database.close()
            self._database = None

    @contextlib.contextmanager
    def _transaction(self, database: sqlite3.Connection) -> Iterator[None]:
        database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with contextlib.suppress(Exception):
                database.execute("ROLLBACK")
            raise
        database.execute("COMMIT")

    def _give_up(self, error: Exception) -> None:
        self.trouble = str(error)
        self._writes = False


def _one_line(sql: str | None) -> str:
    return " ".join((sql or "").split())


def _uri(path: str) -> str:
    """Return the address of a file; on Windows its drive is a part of the path: ``file:///C:/...``."""
    from pathlib import Path

    return Path(path).as_uri()


def _to_text(answer: Answer) -> str:
    if not answer.findings and not answer.problem and not answer.is_incomplete:
        return ""
    findings = [_finding_to_list(finding) for finding in answer.findings]
    return json.dumps([answer.problem, findings, answer.is_incomplete])


def _from_text(text: str) -> Answer:
    if not text:
        return Answer()
    problem, findings, is_incomplete = json.loads(text)
    return Answer(tuple(_finding_from_list(each) for each in findings), str(problem), bool(is_incomplete))


def _finding_to_list(finding: Finding) -> list[object]:
    related = [[*_ends(each.span), each.words, each.path] for each in finding.related]
    fix = finding.fix
    edits = [[*_ends(edit.span), edit.content] for edit in fix.edits] if fix is not None else []
    fix_fields = [fix.title, fix.safe, edits] if fix is not None else []
    return [
        finding.code,
        _ends(finding.span),
        finding.message,
        sorted(finding.methods),
        related,
        fix_fields,
        finding.no_fix,
    ]


def _ends(span: Span) -> list[int]:
    return [span.line, span.column, span.end_line, span.end_column]


def _finding_from_list(cells: list[object]) -> Finding:
    code, span, message, methods, related, fix_fields, no_fix = cells
    if not all(isinstance(each, list) for each in (span, methods, related, fix_fields)):
        raise TypeError("no finding of ours")
    assert isinstance(span, list) and isinstance(methods, list) and isinstance(related, list)  # noqa: PT018
    assert isinstance(fix_fields, list)
    places = tuple(Related(Span(*map(int, each[:4])), str(each[4]), str(each[5])) for each in related)
    fix = None
    if fix_fields:
        title, safe, edits = fix_fields
        made = tuple(Edit(Span(*map(int, each[:4])), str(each[4])) for each in edits)
        fix = Fix(str(title), made, bool(safe))
    found = frozenset(map(str, methods))
    return Finding(str(code), Span(*map(int, span)), str(message), found, places, fix=fix, no_fix=str(no_fix))
