"""The command ``flake8-mp``: which of its parts is asked for; each imports only what it needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

COMMANDS = {
    "check": "look for what breaks in Python files; what is done where no command is named",
    "explain": "print the page of a rule, or name the rules that explain an error",
    "rules": "list the rules",
    "verify": "run a script of yours under each start method, and say which break it and why",
    "selfcheck": "run the programs behind the rules on this machine",
}

USAGE = """\
usage: flake8-mp [COMMAND] [ARGUMENTS]

Find the ways in which a Python program breaks when it uses more than one process.

commands:
{commands}

  flake8-mp .                    check the Python files of this folder
  flake8-mp check --help         the options of the check
  flake8-mp COMMAND --help       those of another command
  flake8-mp --version            the version"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0 clean, 1 findings, 2 for what is asked for wrongly or cannot be read.

    ``arguments`` are those of the process unless given.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    _open_what_is_closed()
    command = given[0] if given else ""
    if command in ("-h", "--help", "help"):
        width = max(map(len, COMMANDS))
        print(USAGE.format(commands="\n".join(f"  {name:{width}}  {words}" for name, words in COMMANDS.items())))
        return 0
    if command in ("-V", "--version"):
        from flake8_mp import __version__

        print(f"flake8-mp {__version__}")
        return 0
    rest = given[1:] if command in COMMANDS else given
    try:
        return _run(command if command in COMMANDS else "check", rest)
    except KeyboardInterrupt:
        print("flake8-mp: interrupted", file=sys.stderr)
        return 130


def _open_what_is_closed() -> None:
    """Let what is written to a standard stream that is closed go nowhere; Python itself makes it None."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  (it stays open to the end)


def _run(command: str, arguments: Sequence[str]) -> int:
    if command == "explain":
        from flake8_mp.explain import main as run
    elif command == "rules":
        from flake8_mp.frontends.rules_list import main as run
    elif command == "verify":
        from flake8_mp.frontends.verify import main as run
    elif command == "selfcheck":
        from flake8_mp.selfcheck.__main__ import main as run
    else:
        from flake8_mp.frontends.check import main as run
    return run(arguments)
