"""Rows about what modules of the standard library keep for the whole process, and who depends on it.

A test runs the samples of each row in a child process: under fork it has what its parent has set, under spawn and
forkserver it has not.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ProcessState:
    """Something that a module keeps for the process."""

    words: str
    """What it is; ``{}`` stands for the name by which it is registered."""
    sets: tuple[str, str]
    """The function that sets it, and the parameters without which it only says what is set; a name comes first."""
    needs: dict[str, str]
    """The functions that depend on it, each with its parameters up to the one that says which one is meant."""
    named: bool = False
    """Whether there are many of them, each registered by a name without which what needs it fails."""
    sample: str = ""
    """A statement that sets it."""
    probe: str = ""
    """An expression whose value depends on it."""


STATES = (
    ProcessState(
        "CSV field size limit",
        ("csv.field_size_limit", "new_limit"),
        {"csv.reader": "", "csv.DictReader": ""},
        sample="import csv; csv.field_size_limit(10_000_000)",
        probe="__import__('csv').field_size_limit()",
    ),
    ProcessState(
        "CSV dialect `{}`",
        ("csv.register_dialect", "name"),
        dict.fromkeys(("csv.reader", "csv.writer"), "iterable dialect")
        | {
            "csv.DictReader": "f fieldnames restkey restval dialect",
            "csv.DictWriter": "f fieldnames restval extrasaction dialect",
            "csv.get_dialect": "name",
        },
        named=True,
        sample="import csv; csv.register_dialect('pipes', delimiter='|')",
        probe="'pipes' in __import__('csv').list_dialects()",
    ),
    ProcessState(
        "archive format `{}`",
        ("shutil.register_archive_format", "name function"),
        {"shutil.make_archive": "base_name format"},
        named=True,
        sample="import shutil; shutil.register_archive_format('pile', print)",
        probe="'pile' in dict(__import__('shutil').get_archive_formats())",
    ),
    ProcessState(
        "`urllib.request` opener",
        ("urllib.request.install_opener", "opener"),
        {"urllib.request.urlopen": "", "urllib.request.urlretrieve": ""},
        sample="import urllib.request; urllib.request.install_opener(urllib.request.build_opener())",
        probe="__import__('urllib.request').request._opener is None",
    ),
    ProcessState(
        "added MIME types",
        ("mimetypes.add_type", "type ext"),
        {"mimetypes.guess_type": "", "mimetypes.guess_extension": "", "mimetypes.guess_all_extensions": ""},
        sample="import mimetypes; mimetypes.add_type('text/x-pile', '.pile')",
        probe="__import__('mimetypes').guess_type('a.pile')[0]",
    ),
    ProcessState(
        "first day of the week",
        ("calendar.setfirstweekday", "firstweekday"),
        dict.fromkeys(("calendar.monthcalendar", "calendar.month", "calendar.calendar", "calendar.weekheader"), ""),
        sample="import calendar; calendar.setfirstweekday(6)",
        probe="__import__('calendar').firstweekday()",
    ),
)
