"""The command ``flake8-mp``: which of its parts is asked for; each imports only what it needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from flake8_mp.streams import encode_anything, print_error, stop_writing

COMMANDS = {
    "check": "check Python files; the default command",
    "migrate": "show what breaks with Python 3.14, or on another platform",
    "explain": "explain a rule, or list the rules about an error, a symptom or an API name",
    "rules": "list the rules",
    "verify": "run a program under each start method, and show where it breaks and why",
    "server": "run the language server, for findings in an editor",
    "selfcheck": "run the example programs of the rules on this machine",
    "config": "list the configuration keys, or describe one of them",
    "clean": "remove the cache",
    "completion": "print the completion script for bash, zsh or fish",
    "version": "print the version",
}

_OF_OTHERS = {"rule": "explain", "linter": "rules", "lint": "check", "run": "verify", "lsp": "server"}
"""What the commands of other linters are called here."""

USAGE = """\
usage: flake8-mp [COMMAND] [ARGUMENTS]

Find mistakes in Python programs that use multiprocessing.

commands:
{commands}

  flake8-mp .                    check the Python files in this folder
  flake8-mp check --help         show the options of the check
  flake8-mp COMMAND --help       show the options of another command
  flake8-mp --version            print the version"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0 clean, 1 findings, 2 for what is asked for wrongly or cannot be read.

    ``arguments`` are those of the process unless given.
    """
    _open_what_is_closed()
    encode_anything()
    if "_ARGCOMPLETE" in os.environ:
        from flake8_mp.frontends.completing import complete

        complete(tuple(COMMANDS))
    status = 2
    try:
        try:
            status = _run(list(sys.argv[1:] if arguments is None else arguments))
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        status = 130
        print_error("flake8-mp: interrupted")
    except BrokenPipeError:
        stop_writing()
    except OSError as error:
        stop_writing()
        print_error(f"flake8-mp: standard output: cannot be written: {error.strerror}")
        status = 2
    except Exception as error:  # the boundary: an unexpected error is neither a traceback nor an exit status of 1
        from flake8_mp.frontends.boundary import internal

        print_error(f"flake8-mp: {internal(error)}")
        status = 2
    return status


def _run(given: Sequence[str]) -> int:
    command = given[0] if given else ""
    if command == "help" and given[1:2] and given[1] in COMMANDS:
        return _hand_over(given[1], ["--help"])
    if command in ("-h", "--help", "help"):
        width = max(map(len, COMMANDS))
        print(USAGE.format(commands="\n".join(f"  {name:{width}}  {words}" for name, words in COMMANDS.items())))
        return 0
    if command in ("-V", "--version"):
        from flake8_mp import __version__

        print(f"flake8-mp {__version__}")
        return 0
    if command in COMMANDS:
        return _hand_over(command, given[1:])
    if command.isalpha() and not os.path.exists(command):
        from difflib import get_close_matches

        if meant := [*filter(None, [_OF_OTHERS.get(command)]), *get_close_matches(command, COMMANDS, 1)]:
            print_error(f"flake8-mp: {command}: no such file or command; did you mean {meant[0]}?")
            return 2
    return _hand_over("check", given)


def _open_what_is_closed() -> None:
    """Let what is written to a standard stream that is closed go nowhere; Python itself makes it None."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  (it stays open to the end)


def _hand_over(command: str, arguments: Sequence[str]) -> int:
    if command == "explain":
        from flake8_mp.frontends.explaining.command import main as run
    elif command == "migrate":
        from flake8_mp.frontends.migrate import main as run
    elif command == "rules":
        from flake8_mp.frontends.rules_list import main as run
    elif command == "verify":
        from flake8_mp.frontends.verify import main as run
    elif command == "server":
        from flake8_mp.frontends.lsp.command import main as run
    elif command == "selfcheck" and "--fixed" in arguments:
        from flake8_mp.frontends.fixed_check import main as run
    elif command == "selfcheck":
        from flake8_mp.selfcheck.__main__ import main as run
    elif command == "config":
        from flake8_mp.frontends.config_list import main as run
    elif command in ("clean", "completion", "version"):
        from flake8_mp.frontends import housekeeping

        run = getattr(housekeeping, command)
    else:
        from flake8_mp.frontends.check import main as run
    return run(arguments)
