"""The options of ``flake8-mp check``: what the command line may say, and what it says of the configuration."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any

from flake8_mp.arguments import Parser
from flake8_mp.configuration import FORMATS
from flake8_mp.settings import PLATFORMS, SEVERITIES, START_METHODS, SettingsError, did_you_mean

DESCRIPTION = """\
Find mistakes in Python programs that use multiprocessing. Exits with 0 if there are no findings, with 1 if there are
some, and with 2 if a file could not be checked or the command line or the configuration is wrong."""

_LISTS = {
    **dict.fromkeys(
        (
            *("--select", "--extend-select", "--ignore", "--extend-ignore", "--enable"),
            *("--fixable", "--extend-fixable", "--unfixable"),
        ),
        re.compile(r"MP[0-9]{0,3}|ALL", re.IGNORECASE),
    ),
    "--start-methods": re.compile("|".join(START_METHODS)),
    "--platforms": re.compile("|".join(PLATFORMS)),
}
"""Options whose values may follow one by one, each with what such a value looks like."""
_WITH_REASON = ("--add-noqa", "--add-ignore")


def parser(add_help: bool = True) -> Parser:
    """Build the parser of the command line."""
    made = Parser(
        prog="flake8-mp check",
        usage="flake8-mp check [OPTIONS] [PATHS]",
        description=DESCRIPTION,
        add_help=add_help,
    )
    add_options(made)
    return made


def add_options(made: Parser, without: Container[str] = ()) -> None:
    """Give a parser the paths and options of the check, but for those options whose dashed names are ``without``."""
    add = _adding(made, without)
    add("paths", nargs="*", metavar="PATHS", help="files and folders to check; - reads standard input (default: .)")

    add = _adding(made.add_argument_group("rules"), without)
    add(
        "--select",
        action="append",
        metavar="CODES",
        help="report only these codes or prefixes, such as MP1,MP201; ALL selects all, even "
        "those that are off by default",
    )
    add(
        "--extend-select",
        action="append",
        metavar="CODES",
        help="report these codes as well, even if they are off by default",
    )
    add(
        "--ignore",
        action="append",
        metavar="CODES",
        help="do not report these codes; if several match, the longest one counts",
    )
    add("--extend-ignore", action="append", metavar="CODES", help="do not report these codes either")
    add(
        "--per-file-ignores",
        action="append",
        metavar="PATTERN:CODES",
        help="do not report these codes in files that match the pattern",
    )
    add(
        "--extend-per-file-ignores",
        action="append",
        metavar="PATTERN:CODES",
        help="do not report these codes in these files either",
    )
    add("--enable", action="append", metavar="CODES", help="turn on these rules, which are off by default")
    add("--start-methods", action="append", metavar="METHODS", help="start methods under which the programs may run")
    add(
        "--target-version", metavar="VERSION", help="oldest Python version that the programs must support, such as 3.12"
    )
    add(
        "--platforms",
        action="append",
        metavar="PLATFORMS",
        help=f"platforms on which the programs run: {', '.join(PLATFORMS)} (default: all of them)",
    )
    add("--severity", action="append", metavar="CODE:SEVERITY", help=f"severity of a code: {', '.join(SEVERITIES)}")
    add("--disable-noqa", "--ignore-noqa", action="store_true", help="report findings in spite of # noqa comments")
    add(
        "--unused-noqa",
        action="store_true",
        help="report # noqa comments whose MP codes suppress nothing or do not exist",
    )
    add("--baseline", metavar="FILE", help="report only findings that are not in this baseline")

    add = _adding(made.add_argument_group("files"), without)
    add(
        "--exclude",
        action="append",
        metavar="PATTERNS",
        help="files and folders to leave out, instead of the default ones",
    )
    add(
        "--extend-exclude",
        action="append",
        metavar="PATTERNS",
        help="files and folders to leave out, in addition to the default ones",
    )
    either = argparse.BooleanOptionalAction
    add("--force-exclude", action=either, help="leave them out even if they are named on the command line")
    add("--respect-gitignore", action=either, help="leave out files that git ignores (default: yes)")
    add("--stdin-filename", metavar="PATH", help="path of the file whose content is read from standard input")
    add("--show-files", action="store_true", help="list the files that would be checked")

    add = _adding(made.add_argument_group("configuration"), without)
    add(
        "--config",
        action="append",
        metavar="FILE|KEY=VALUE",
        help="read only this file, a pyproject.toml or a file with a [flake8] section; or set one key as in "
        "pyproject.toml, such as 'fail-on = \"error\"'; may be repeated",
    )
    add("--isolated", action="store_true", help="read no configuration files")
    add(
        "--show-config",
        "--show-settings",
        action="store_true",
        help="print the settings for the paths, and where they come from",
    )

    add = _adding(made.add_argument_group("output"), without)
    add("--output-format", choices=FORMATS, metavar="FORMAT", help=f"one of {', '.join(FORMATS)} (default: full)")
    add("-o", "--output-file", metavar="FILE", help="write the output to a file when the check is complete")
    add("--statistics", action="store_true", help="count the findings of each code instead of listing them")
    add("--color", choices=("auto", "always", "never"), default="auto", help="when to use colors (default: auto)")
    add("-v", "--verbose", action="store_true", help="print to standard error what is done, and where errors come from")
    add(
        "-q",
        "--quiet",
        action="count",
        default=0,
        help="print only findings and problems; if given twice, nothing at all",
    )
    add("-s", "--silent", action="store_true", help="print nothing at all; see the exit status")
    add("-e", "--exit-zero", action="store_true", help="exit with 0 even if there are findings")
    add("--fail-on", choices=SEVERITIES, help="lowest severity that makes the exit status 1 (default: info)")

    add = _adding(made.add_argument_group("changes to files"), without)
    add("--fix", action=either, default=False, help="apply safe fixes, and report the other findings")
    add("--unsafe-fixes", action=either, help="also apply, and mark, fixes that may change what else the program does")
    add("--diff", action="store_true", help="print what --fix would change, without changing files")
    add("--fix-only", action=either, default=False, help="apply fixes, and report nothing")
    add("--show-fixes", action=either, default=False, help="list what was fixed in which file")
    add("--exit-non-zero-on-fix", action="store_true", help="exit with 1 if something was fixed")
    add("--fixable", action="append", metavar="CODES", help="fix only these codes or prefixes")
    add("--extend-fixable", action="append", metavar="CODES", help="fix these codes as well")
    add(
        "--unfixable",
        action="append",
        metavar="CODES",
        help="do not fix these codes; if several match, the longest one counts",
    )
    add(
        "--add-noqa",
        action="store_true",
        help="add a # noqa comment to each line with a finding; --add-noqa=REASON adds a reason",
    )
    add(
        "--add-ignore",
        action="store_true",
        help="add a # flake8-mp: noqa comment with the codes of its findings to each file; --add-ignore=REASON adds "
        "a reason",
    )
    add("--write-baseline", metavar="FILE", help="write all findings to a baseline")

    add = _adding(made.add_argument_group("execution"), without)
    add(
        "-j",
        "--jobs",
        type=_positive,
        metavar="N",
        help="number of processes that work in parallel (default: one per processor)",
    )
    add("-w", "--watch", action="store_true", help="check again whenever a file changes, until Ctrl-C")
    add("-n", "--no-cache", action="store_true", help="neither read nor write the cache")
    add("--cache-dir", metavar="FOLDER", help="folder of the cache (default: flake8-mp in the user's cache folder)")


def _adding(group: argparse._ActionsContainer, without: Container[str]) -> Callable[..., None]:
    def add(*names: str, **settings: Any) -> None:
        if not any(name in without for name in names):
            group.add_argument(*names, **settings)

    return add


def parse(arguments: Sequence[str], made: Parser | None = None) -> argparse.Namespace:
    """Parse the command line, by a parser that has some of the check's options, or by that of the check.

    ``add_noqa`` and ``add_ignore`` are the reason, empty without one, and None where no comments are wanted: a reason
    is only what stands behind ``--add-noqa=``, and a path that follows is a path. ``config`` is the one file that is to
    be read or None, and ``overrides`` are the keys and values that are set. Raises :class:`SettingsError`.
    """
    options, behind = list(arguments), list[str]()
    if "--" in options:
        options, behind = options[: options.index("--")], options[options.index("--") :]
    reasons = {
        name: [word.partition("=")[2] for word in options if word.startswith(f"{name}=")] for name in _WITH_REASON
    }
    described = [
        word.partition("=")[0] if word.startswith(tuple(f"{name}=" for name in _WITH_REASON)) else word
        for word in options
    ]
    parsed = (made or parser()).parse_args([*_gathered(described), *behind])
    if made is not None:  # what it does not have is as where it is not set
        parsed = argparse.Namespace(**{**vars(parser().parse_args([])), **vars(parsed)})
    for name in _WITH_REASON:
        key = name.removeprefix("--").replace("-", "_")
        setattr(parsed, key, (reasons[name][-1] if reasons[name] else "") if getattr(parsed, key) else None)
    _heed_environment(parsed)
    if parsed.silent:
        parsed.quiet = 2
    parsed.config, parsed.overrides = _file_and_overrides(parsed.config or ())
    if not parsed.show_config:
        _refuse_contradictions(parsed)
    return parsed


ENVIRONMENT = {
    "FLAKE8_MP_OUTPUT_FORMAT": "output_format",
    "FLAKE8_MP_OUTPUT_FILE": "output_file",
    "FLAKE8_MP_NO_CACHE": "no_cache",
}
"""By the variable, the option that it stands for; the command line counts more, and configuration files count less."""


def _heed_environment(parsed: argparse.Namespace) -> None:
    for variable, name in ENVIRONMENT.items():
        value = os.environ.get(variable)
        if not value or getattr(parsed, name):
            continue
        if name == "output_format" and value not in FORMATS:
            near = did_you_mean(value, FORMATS)
            raise SettingsError(f"{variable}: {value!r} is not one of {', '.join(FORMATS)}{near}")
        setattr(parsed, name, value.lower() not in ("0", "false", "no") if name == "no_cache" else value)


def _refuse_contradictions(options: argparse.Namespace) -> None:
    """Raise :class:`SettingsError` for options that cannot be meant together."""
    changing = [
        name
        for name, reason in (("--add-noqa", options.add_noqa), ("--add-ignore", options.add_ignore))
        if reason is not None
    ]
    if "-" in options.paths:
        if len(options.paths) > 1:
            raise SettingsError("-: standard input cannot be checked together with files")
        if changing:
            raise SettingsError(f"{changing[0]}: standard input cannot be changed")
        if options.watch:
            raise SettingsError("--watch: standard input cannot be watched")
    fixing = [f"--{name}" for name in ("fix", "diff", "fix-only") if getattr(options, name.replace("-", "_"))]
    if fixing and (changing or options.write_baseline is not None or options.watch):
        others = "--add-noqa, --add-ignore, --write-baseline or --watch"
        raise SettingsError(f"{fixing[0]}: it cannot be combined with {others}")
    if changing and (options.write_baseline is not None or options.statistics or options.watch or changing[1:]):
        others = "--add-ignore, --write-baseline, --statistics or --watch".replace(f"{changing[0]}, ", "")
        raise SettingsError(f"{changing[0]}: it cannot be combined with {others}")


def _gathered(words: Sequence[str]) -> list[str]:
    """Join codes that follow an option one by one: ``--select MP201 MP205``. What is the name of a file is a file."""
    made: list[str] = []
    pattern: re.Pattern[str] | None = None
    for word in words:
        values = word.split(",")
        if pattern is not None and all(map(pattern.fullmatch, values)) and not os.path.exists(word):
            made[-1] = f"{made[-1]},{word}"
            continue
        pattern = _LISTS.get(made[-1]) if made and not word.startswith("-") else None
        if pattern is None:
            name, equals, _ = word.partition("=")
            pattern = _LISTS.get(name) if equals else None
        made.append(word)
    return made


def _file_and_overrides(words: Sequence[str]) -> tuple[str | None, dict[str, object]]:
    """Sort what ``--config`` was given: at most one file, and pairs of keys and values as in pyproject.toml."""
    file: str | None = None
    overrides: dict[str, object] = {}
    for word in words:
        if "=" not in word or os.path.exists(word):
            if file is not None:
                raise SettingsError(f"--config: name one file, not both {file} and {word}")
            file = word
            continue
        from flake8_mp.toml import loads

        try:
            overrides |= loads(word)
        except ValueError as error:
            cause = " ".join(str(error).split())
            raise SettingsError(
                f"--config: {word!r} is neither a file nor a line of TOML such as 'fail-on = \"error\"' ({cause})"
            ) from None
    return file, overrides


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not positive")
    return number


def given(options: argparse.Namespace) -> Mapping[str, object]:
    """Return what the command line says of the configuration, by key; None where it says nothing.

    Raises :class:`SettingsError` for pairs that are none.
    """
    lists = (
        "select",
        "extend-select",
        "ignore",
        "extend-ignore",
        "enable",
        "start-methods",
        "platforms",
        "exclude",
        "extend-exclude",
        "fixable",
        "extend-fixable",
        "unfixable",
    )
    values: dict[str, object] = {key: _listed(getattr(options, key.replace("-", "_"))) for key in lists}
    values["target-version"] = options.target_version
    values["fail-on"] = options.fail_on
    values["output-format"] = options.output_format
    values["force-exclude"] = options.force_exclude
    values["respect-gitignore"] = options.respect_gitignore
    values["unsafe-fixes"] = options.unsafe_fixes
    for key in ("per-file-ignores", "extend-per-file-ignores"):
        values[key] = _pairs(key, getattr(options, key.replace("-", "_")), lambda codes: codes)
    values["severity"] = _pairs("severity", options.severity, lambda grades: grades[0])
    return values


def _listed(texts: Sequence[str] | None) -> list[str] | None:
    if texts is None:
        return None
    return [word for text in texts for word in text.replace(",", " ").split()]


def _pairs(key: str, texts: Sequence[str] | None, value: object) -> dict[str, object] | None:
    """Read ``left:a,b`` pairs, separated by spaces or given one by one; commas belong to the right side."""
    if texts is None:
        return None
    pairs: dict[str, object] = {}
    for text in texts:
        for word in text.split():
            left, colon, right = word.rpartition(":")
            listed = [each for each in right.split(",") if each]
            if not colon or not left or not listed:
                form = "CODE:SEVERITY" if key == "severity" else "PATTERN:CODES"
                raise SettingsError(f"--{key}: {word!r} is not a pair; write {form}")
            pairs[left] = value(listed) if callable(value) else listed
    return pairs
