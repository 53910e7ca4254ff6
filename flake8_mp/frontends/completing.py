"""What comes next on the command line, for a shell that asks; argcomplete knows how it asks."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flake8_mp.arguments import Parser

_CODES = (
    *("select", "extend_select", "ignore", "extend_ignore", "enable"),
    *("fixable", "extend_fixable", "unfixable"),
)


def complete(commands: Sequence[str]) -> None:
    """Answer the shell and end the process; return where argcomplete is not installed."""
    try:
        import argcomplete
    except ImportError:
        return
    argcomplete.autocomplete(parser(words(), commands))


def words() -> list[str]:
    """Return the words of the line that are complete, without the name of the command."""
    line = os.environ.get("COMP_LINE", "")[: int(os.environ.get("COMP_POINT", "0") or 0)]
    try:
        found = shlex.split(line)
    except ValueError:
        found = line.split()
    return found[1:] if line.endswith((" ", "\t")) else found[1:-1]


def parser(given: Sequence[str], commands: Sequence[str]) -> Parser:
    """Build the parser that fits the line so far: of a command that is named, else of the check."""
    if given and given[0] in commands:
        from flake8_mp.arguments import Parser

        top = Parser(prog="flake8-mp", add_help=False)
        top.add_subparsers().add_parser(given[0], parents=[_of_command(given[0])], add_help=False)
        return top
    return _of_check(() if given else commands)


def _of_command(command: str) -> Parser:
    if command == "rules":
        from flake8_mp.frontends.rules_list import parser as rules

        return _with_rules(rules(), "rules")
    if command == "verify":
        from flake8_mp.frontends.verify import parser as verify

        return verify()
    if command == "server":
        from flake8_mp.frontends.lsp.command import parser as server

        return server()
    if command == "selfcheck":
        from flake8_mp.selfcheck.__main__ import parser as selfcheck

        return _with_rules(selfcheck(), "selection")
    if command == "explain":
        from flake8_mp.frontends.explaining.command import parser as explain

        return _with_rules(explain(), "words")
    if command == "check":
        return _of_check(())
    if command == "migrate":
        return _of_migrate()
    from flake8_mp.arguments import Parser

    made = Parser(prog=command)
    if command == "completion":
        from flake8_mp.frontends.housekeeping import SHELLS

        made.add_argument("shell", choices=SHELLS)
    if command == "config":
        from flake8_mp.configuration import KEYS

        made.add_argument("key", nargs="?", choices=tuple(KEYS))
    return made


def _of_check(commands: Sequence[str]) -> Parser:
    from flake8_mp.frontends.options import parser as check

    return _completed(check(), {"paths": _files_and(commands)} if commands else {})


def _of_migrate() -> Parser:
    from flake8_mp.frontends.migrate import parser as migrate
    from flake8_mp.settings import PLATFORMS

    platforms = _listed(PLATFORMS)
    return _completed(migrate(), {"old_platform": platforms, "new_platform": platforms})


def _completed(made: Parser, more: Mapping[str, Any]) -> Parser:
    """Give the options of a check what knows their values; ``more`` has it by the names of other ones."""
    from flake8_mp.settings import PLATFORMS, START_METHODS

    known = {
        **dict.fromkeys(_CODES, _listed(_codes())),
        "start_methods": _listed(START_METHODS),
        "platforms": _listed(PLATFORMS),
        **more,
    }
    for action in made._actions:
        if action.dest in known:
            action.completer = known[action.dest]  # type: ignore[attr-defined]
    return made


def _codes() -> list[str]:
    from flake8_mp.configuration import EVERYTHING, known_codes

    known = known_codes()
    return [EVERYTHING, *sorted({code[:3] for code in known}), *known]


def _with_rules(made: Parser, of: str) -> Parser:
    from flake8_mp.configuration import known_codes

    for action in made._actions:
        if action.dest == of:
            action.completer = lambda prefix, **_: known_codes()  # type: ignore[attr-defined]
    return made


def _listed(known: Sequence[str]) -> Any:
    def completer(prefix: str, **_: Any) -> Iterable[str]:
        before, comma, _last = prefix.rpartition(",")
        return [f"{before}{comma}{word}" for word in known]

    return completer


def _files_and(commands: Sequence[str]) -> Any:
    from argcomplete.completers import FilesCompleter

    files = FilesCompleter()

    def completer(prefix: str, **named: Any) -> Iterable[str]:
        return [*(name for name in commands if name.startswith(prefix)), *files(prefix, **named)]

    return completer
