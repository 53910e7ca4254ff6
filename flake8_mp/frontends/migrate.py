"""``flake8-mp migrate``: what breaks when code moves to another Python or system, since its start method changes."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flake8_mp.arguments import Parser
from flake8_mp.frontends.check import Check, run
from flake8_mp.frontends.migration import PINS, Move, Side, Tally
from flake8_mp.frontends.options import add_options, parse
from flake8_mp.pythons import FORKSERVER_SINCE, Version, spoken
from flake8_mp.rule import NON_RULES
from flake8_mp.settings import PLATFORMS, START_METHODS, SettingsError, did_you_mean, meant_platform

if TYPE_CHECKING:
    from flake8_mp.configuration import Configuration
    from flake8_mp.frontends.baseline import Baseline
    from flake8_mp.frontends.formats import Format
    from flake8_mp.frontends.formats import Run as FormatRun
    from flake8_mp.frontends.report import FileReport

DESCRIPTION = """\
Find what works now and breaks with another version of Python or on another platform, because the default start method
differs. Without options, this compares Python 3.13 with 3.14 on Linux. Exits with 0 if nothing breaks, with 1 if
something does, and with 2 if a file could not be checked or the command line is wrong."""

_BEFORE: Version = (FORKSERVER_SINCE[0], FORKSERVER_SINCE[1] - 1)
_OF_CHECK_ONLY = frozenset(
    {
        "--start-methods",
        "--platforms",
        "--target-version",
        "--unused-noqa",
        "--show-files",
        "--show-config",
        "--statistics",
        "--fail-on",
        "--exit-non-zero-on-fix",
        "--add-noqa",
        "--add-ignore",
        "--write-baseline",
        "--watch",
    }
)


def parser(add_help: bool = True) -> Parser:
    """Build the parser of the command line: the move, and most options of the check."""
    made = Parser(
        prog="flake8-mp migrate",
        usage="flake8-mp migrate [OPTIONS] [PATHS]",
        description=DESCRIPTION,
        add_help=add_help,
    )
    group = made.add_argument_group("the move")
    add = group.add_argument
    add("--from", dest="old_version", metavar="VERSION", help=f"version of Python now (default: {spoken(_BEFORE)})")
    add(
        "--to",
        dest="new_version",
        metavar="VERSION",
        help=f"version of Python then (default: {spoken(FORKSERVER_SINCE)}; on another platform, the same as now)",
    )
    add(
        "--platform",
        dest="new_platform",
        metavar="PLATFORM",
        help=f"platform then: {', '.join(PLATFORMS)} (default: the same as now)",
    )
    add("--from-platform", dest="old_platform", metavar="PLATFORM", help="platform now (default: linux)")
    add_options(made, without=_OF_CHECK_ONLY)
    return made


def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit status."""
    return run(lambda: parse(arguments, parser()), Migration)


class Migration(Check):
    """One run of the command."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.move = move = move_of(options)
        self.tally = Tally(move)
        self._changed: dict[int, tuple[Configuration, Configuration]] = {}
        self._fixes = bool(options.fix or options.diff or options.fix_only)
        options.start_methods, options.fail_on = list(START_METHODS), "info"
        options.output_format = options.output_format or "full"
        super().__init__(options)

    def configuration_of(self, folder: str) -> Configuration:
        """Return the configuration of a folder, by which pins are found as well.

        Where something is fixed, it is one by which only what breaks is found.
        """
        stated = super().configuration_of(folder)
        if id(stated) not in self._changed:
            settings = replace(stated.settings, enable=stated.settings.enable | {PINS})
            if self._fixes:
                old, new = frozenset({self.move.old.method}), frozenset({self.move.new.method})
                settings = replace(settings, start_methods=new, not_under=old)
            self._changed[id(stated)] = stated, replace(stated, settings=settings)
        return self._changed[id(stated)][1]

    def chosen(self, report: FileReport) -> FileReport:
        """Return what of a file breaks by the move; the rest is counted."""
        for each in report.reports:
            if each.code in NON_RULES:
                self.problem(report.path, each.message)
        return self.tally.chosen(report)

    def form(self, run: FormatRun) -> Format:
        """Return the format of the answer; where only what is fixed is shown, one that shows nothing."""
        chosen = self.main.choices.output_format
        if self.fixing is not None and self.fixing.only:
            from flake8_mp.frontends.formats import Format

            return Format(run)
        if chosen == "full":
            from flake8_mp.frontends.migration_text import MigrationText

            return MigrationText(run, self.tally, self._counts, self._has_fixed)
        if chosen == "json":
            from flake8_mp.frontends.migration_json import MigrationJson

            return MigrationJson(run, self.tally, self._counts)
        return super().form(run)

    def _counts(self) -> tuple[int, int]:
        return self.files, self.problems

    def _has_fixed(self) -> bool:
        return self.fixing is not None and bool(self.fixing.applied)

    def summary(self, baseline: Baseline | None) -> None:
        """Print on standard error what the answer does not say itself."""
        if self.main.choices.output_format != "full" or self.fixing is not None:
            super().summary(baseline)


def move_of(options: argparse.Namespace) -> Move:
    """Return the move that the options speak of.

    Raises :class:`SettingsError` for a version or a platform that is none.
    """
    old_platform = _platform("--from-platform", options.old_platform, "linux")
    new_platform = _platform("--platform", options.new_platform, old_platform)
    old_version = _version("--from", options.old_version, _BEFORE)
    new_version = _version(
        "--to", options.new_version, FORKSERVER_SINCE if old_platform == new_platform else old_version
    )
    return Move(Side(old_platform, old_version), Side(new_platform, new_version))


def _platform(option: str, word: str | None, usual: str) -> str:
    if word is None or word.lower() in PLATFORMS:
        return usual if word is None else word.lower()
    hint = meant_platform(word) or f"; choose from {', '.join(PLATFORMS)}"
    raise SettingsError(f"{option}: {word!r} is not a platform{hint}")


def _version(option: str, word: str | None, usual: Version) -> Version:
    if word is None:
        return usual
    match = re.fullmatch(r"3\.([0-9]{1,2})(?:\.[0-9]+)?", word)
    if match is not None:
        return 3, int(match[1])
    raise SettingsError(f"{option}: {word!r} is not a version of Python 3{_meant(option, word)}")


def _meant(option: str, word: str) -> str:
    loose = re.fullmatch(r"(?:c?py|python)?[ -]?3[.,-]?([0-9]{1,2})(?:[.a-z].*)?", word.lower())
    if loose is not None:
        return f"; did you mean 3.{int(loose[1])}?"
    if meant := meant_platform(word).removeprefix("; did you mean ").removesuffix("?"):
        return f"; did you mean {'--from-platform' if option == '--from' else '--platform'} {meant}?"
    if did_you_mean(word, START_METHODS):
        return "; the start method follows from the version and the platform"
    return "; write one like 3.14"
