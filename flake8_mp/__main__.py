"""``python -m flake8_mp``: where to turn, since the linter itself is run by flake8; and ``explain``."""

from __future__ import annotations

import sys

POINTER = """\
flake8-mp is a plugin of flake8, which runs it:
  python -m flake8 --select MP,E9 .     check the programs in this folder
  python -m flake8_mp explain MP201     print the page of a rule; with the text of an error, name the rules behind it
  python -m flake8_mp.pages             list the rules; with a code, print its page
  python -m flake8_mp.selfcheck MP201   run the programs behind a rule"""


def main(arguments: list[str]) -> int:
    """Print the pointer, or explain; return 2 where more was asked for, so that nobody takes that for a clean check."""
    if arguments[:1] == ["explain"]:
        from flake8_mp.explain import main as explain

        return explain(arguments[1:])
    asked = [argument for argument in arguments if argument not in ("-h", "--help")]
    print(POINTER, file=sys.stderr if asked else sys.stdout)
    return 2 if asked else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
