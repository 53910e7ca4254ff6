"""``python -m flake8_mp``: where to turn, since the linter itself is run by flake8."""

from __future__ import annotations

import sys

POINTER = """\
flake8-mp is a plugin of flake8, which runs it:
  python -m flake8 --select MP,E9 .     check the programs in this folder
  python -m flake8_mp.pages             list the rules; with a code, print its page
  python -m flake8_mp.selfcheck MP201   run the programs behind a rule"""


def main(arguments: list[str]) -> int:
    """Print the pointer; return 2 where more was asked for, so that nobody takes that for a clean check."""
    asked = [argument for argument in arguments if argument not in ("-h", "--help")]
    print(POINTER, file=sys.stderr if asked else sys.stdout)
    return 2 if asked else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
