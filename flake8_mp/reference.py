"""Parts of the documentation that are read from the program itself: keys of the configuration, options of commands.

``flake8_mp.pages`` puts them into the pages.
"""

from __future__ import annotations

import argparse
import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

PARSERS = {
    "check": "flake8_mp.frontends.options",
    "migrate": "flake8_mp.frontends.migrate",
    "explain": "flake8_mp.frontends.explaining.command",
    "verify": "flake8_mp.frontends.verify",
    "rules": "flake8_mp.frontends.rules_list",
    "selfcheck": "flake8_mp.selfcheck.__main__",
    "server": "flake8_mp.frontends.lsp.command",
}
"""The commands with a table of options, and the modules whose ``parser()`` knows them."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def keys() -> str:
    """Return a section for each key of ``[tool.flake8_mp]``: what it means, what it takes, its default, an example."""
    from flake8_mp.configuration import TABLE
    from flake8_mp.frontends.config_list import DESCRIBED, defaults

    parts = []
    for key, line in defaults(tuple(DESCRIBED)):
        _, is_set, value = line.partition(" = ")
        description = DESCRIBED[key]
        default = f"`{value}`" if is_set else "not set"
        parts += [f"### `{key}`", description.what, f"Value: {description.takes}. Default: {default}."]
        parts += [f"```toml\n[tool.{TABLE}]\n{description.example}\n```"]
    return "\n\n".join(parts)


def commands_table() -> str:
    """Return the commands of ``flake8-mp`` and what each does."""
    from flake8_mp.frontends.cli import COMMANDS

    return table(("command", "what it does"), ((f"`{name}`", words) for name, words in COMMANDS.items()))


def fixes_table() -> str:
    """Return what becomes of the findings of each rule, and of the programs behind it that go wrong.

    A program counts as fixed where it was run after that, and is recorded.
    """
    from flake8_mp.fixers import WITHOUT, fixer_of
    from flake8_mp.frontends.fixed_programs import RECORD
    from flake8_mp.rule import all_rules
    from flake8_mp.selfcheck.fixture import fixtures_root, kind_of, rule_paths
    from flake8_mp.selfcheck.record import recorded_wrong

    rows, sums = [], [0, 0]
    for rule in all_rules():
        stem, fixer = f"{rule.code.lower()}_{rule.name.replace('-', '_')}", fixer_of(rule.code)
        bad = sum(kind_of(path) == "bad" for path in rule_paths(fixtures_root() / stem))
        fixed = len(recorded_wrong(stem, RECORD))
        sums = [sums[0] + fixed, sums[1] + bad]
        name = f"{rule.code}&nbsp;`{rule.name}`"
        if fixer is None:
            rows.append((name, "none", f"0 of {bad}", "", _capital(WITHOUT[rule.code]) + "."))
        else:
            what = " ".join((inspect.getdoc(type(fixer)) or "").partition("\n\n")[0].split()).replace("``", "`")
            why = f"{_capital(fixer.unsafe)}." if fixer.unsafe else ""
            rows.append((name, fixer.applicability, f"{fixed} of {bad}", what, why))
    rows.append(("all", "", f"{sums[0]} of {sums[1]}", "", ""))
    return table(("rule", "fixes", "programs", "what a fix does", "why it is unsafe, or there is none"), rows)


def options_table(command: str) -> str:
    """Return the options of a command, a table for each group of them.

    Raises KeyError for a command that has no table.
    """
    make: Callable[[], argparse.ArgumentParser] = import_module(PARSERS[command]).parser
    parts = []
    for group in make()._action_groups:
        rows = [_row(action) for action in group._group_actions if _is_shown(action)]
        if rows:
            title = [] if group.title in ("options", "positional arguments") else [f"**{_capital(group.title or '')}**"]
            parts += [*title, table(("option", "meaning"), rows)]
    return "\n\n".join(parts)


def printed(arguments: str, lines: int, folder: Path) -> str:
    """Return what ``flake8-mp`` prints with these arguments in a folder: the first lines of it."""
    import shlex
    import subprocess
    import sys

    command = [sys.executable, "-m", "flake8_mp", *shlex.split(arguments)]
    run = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    shown = run.stdout.decode().splitlines()
    more = ["…"] if len(shown) > lines else []
    return "\n".join(["```text", *shown[:lines], *more, "```"])


def _is_shown(action: argparse.Action) -> bool:
    return bool(action.option_strings) and "--help" not in action.option_strings and action.help != argparse.SUPPRESS


def _row(action: argparse.Action) -> tuple[str, str]:
    meaning = (action.help or "") % vars(action)
    if action.choices and action.metavar is None:
        meaning = f"{', '.join(map(str, action.choices))}: {meaning}"
    return ", ".join(_spelled(action)), meaning


def _spelled(action: argparse.Action) -> Iterator[str]:
    takes_none = action.nargs == 0
    value = str(action.metavar or action.dest.upper()).replace("|", " or ")  # a vertical bar ends a cell
    for option in action.option_strings:
        yield f"`{option}`" if takes_none or not option.startswith("--") else f"`{option} {value}`"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
