"""The small commands: ``version``, ``clean``, and ``completion``, which prints what a shell is to know."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence

from flake8_mp.arguments import Parser
from flake8_mp.streams import print_error

SHELLS = ("bash", "zsh", "fish")


def version(arguments: Sequence[str]) -> int:
    """Run ``flake8-mp version``; return its exit status."""
    made = Parser(
        prog="flake8-mp version", description="Print the version of flake8-mp and of the Python that runs it."
    )
    made.add_argument("--output-format", choices=("text", "json"), default="text", help="output format (default: text)")
    options = made.parse_args(arguments)
    from flake8_mp import __version__

    python = ".".join(map(str, sys.version_info[:3]))
    if options.output_format == "json":
        import json

        print(json.dumps({"version": __version__, "python": python, "platform": sys.platform}))
    else:
        print(f"flake8-mp {__version__} (Python {python})")
    return 0


def clean(arguments: Sequence[str]) -> int:
    """Run ``flake8-mp clean``; return its exit status, 2 where the cache cannot be removed."""
    made = Parser(prog="flake8-mp clean", description="Remove the cache. Only the next check takes longer.")
    made.add_argument("--cache-dir", metavar="FOLDER", help="folder of the cache, if it is not the default one")
    options = made.parse_args(arguments)
    from flake8_mp.frontends.cache import DATABASE, default_folder

    folder = os.path.abspath(options.cache_dir) if options.cache_dir else default_folder()
    removed = 0
    for name in (DATABASE, *(f"{DATABASE}{ending}" for ending in ("-journal", "-wal", "-shm", ".broken"))):
        try:
            os.unlink(os.path.join(folder, name))
            removed += 1
        except FileNotFoundError:
            pass
        except OSError as error:
            print_error(f"flake8-mp: {os.path.join(folder, name)}: cannot be removed: {error.strerror}")
            return 2
    with contextlib.suppress(OSError):  # what else is in the folder is not ours
        os.rmdir(folder)
    print_error(f"flake8-mp: {'the cache was removed' if removed else 'there is no cache'}: {folder}")
    return 0


def completion(arguments: Sequence[str]) -> int:
    """Run ``flake8-mp completion``; return its exit status, 2 where argcomplete is not installed."""
    made = Parser(
        prog="flake8-mp completion",
        description="Print a script with which the shell completes commands, options, codes and formats. For bash, add "
        'eval "$(flake8-mp completion bash)" to ~/.bashrc; for zsh, add the same with zsh to ~/.zshrc; for fish, run '
        "flake8-mp completion fish | source.",
    )
    made.add_argument("shell", choices=SHELLS)
    options = made.parse_args(arguments)
    try:
        from argcomplete.shell_integration import shellcode
    except ImportError:
        print_error("flake8-mp: completion: argcomplete is not installed; install flake8-mp[completion]")
        return 2
    print(shellcode(["flake8-mp"], shell=options.shell))
    return 0
