"""``flake8-mp explain``: what a code, an error, a name of the API or a symptom means."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import TYPE_CHECKING

from flake8_mp.arguments import Parser
from flake8_mp.streams import print_error

if TYPE_CHECKING:
    from flake8_mp.frontends.explaining.queries import Answer

EXPLAINED, NOTHING_FITS, USAGE = 0, 1, 2

_LONGEST = 1_000_000
"""So many characters of standard input are read, from its end."""

_DESCRIPTION = """\
Explain a rule on one screen: what goes wrong, why, what to do instead, the simplest program that shows it, what
happened when that was run on your version of Python, and the fix. Or list the rules that explain an error or a
symptom, or that are about an API name.
"""
_EXAMPLES = """\
examples:
  flake8-mp explain MP201                     a code, or several (MP201,MP205); MP2 lists the rules with that prefix
  flake8-mp explain lambda-handoff            the name of a rule
  flake8-mp explain hang                      a symptom in your own words: nothing happens, leaked semaphore, slow
  flake8-mp explain Pool.map                  an API name
  flake8-mp explain "EOFError: Ran out of input"
                                              the last line of a traceback, or all of it
  python program.py 2>&1 | flake8-mp explain -

exit status: 0 if something was explained, 1 if nothing matches, 2 for an unknown code or a wrong option.

--output-format json prints one object with the keys asked, kind (rules, error, api, words, codes or nothing), rules,
internal and near. A rule has code, name, severity, depends_on, since, default, fixable, start_methods, summary, why
and instead, and, if it was asked for by code or name, an example with program, file, source, findings, python,
outcomes, fix and works. Keys are never removed; new ones may be added.
"""


def parser() -> Parser:
    """Build the parser of the command line."""
    made = Parser(
        prog="flake8-mp explain",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("words", nargs="*", metavar="WORDS", help="what to explain; - reads it from standard input")
    made.add_argument(
        "--examples",
        action="store_true",
        help="print the whole page: every example program, and what happened on every Python",
    )
    made.add_argument(
        "--output-format", choices=("text", "json"), default="text", help="the output format (default: text)"
    )
    made.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="whether to use colors; auto: on a terminal, or as NO_COLOR and FORCE_COLOR say (default: auto)",
    )
    made.add_argument(
        "--no-pager",
        action="store_true",
        help="do not show output longer than the terminal in $FLAKE8_MP_PAGER, $PAGER or less",
    )
    return made


def main(arguments: Sequence[str]) -> int:
    """Run the command; print what is explained, or on standard error why nothing is, and return the exit status."""
    made = parser()
    options = made.parse_args(arguments)
    words: list[str] = [_standard_input()] if options.words == ["-"] else options.words
    if not any(word.strip() for word in words):
        if options.words == ["-"]:
            print_error("flake8-mp explain: standard input is empty")
            return NOTHING_FITS
        made.error(
            "what to explain is missing: a code (MP201), an API name (Pool.map), a symptom (hang) or an error in quotes"
        )
    from flake8_mp.frontends.explaining.queries import Nothing, Refused, answer
    from flake8_mp.selfcheck.fixture import FixtureError
    from flake8_mp.selfcheck.record import RecordError

    try:
        found = answer(words)
        text = _as_json(words, found, options) if options.output_format == "json" else _as_text(found, options)
    except Refused as error:
        print_error(f"flake8-mp explain: {error}")
        return USAGE
    except (FixtureError, RecordError) as error:
        print_error(f"flake8-mp explain: {error}")
        return USAGE
    if isinstance(found, Nothing) and options.output_format == "text":
        print_error(text.rstrip("\n"))
        return NOTHING_FITS
    from flake8_mp.frontends.explaining.pager import show

    show(text, wanted=not options.no_pager and options.output_format == "text")
    return NOTHING_FITS if isinstance(found, Nothing) else EXPLAINED


def _as_json(words: Sequence[str], found: Answer, options: argparse.Namespace) -> str:
    from flake8_mp.frontends.explaining.as_json import answer_json

    return answer_json(" ".join(" ".join(words).split()), found, sys.version_info[:3], options.examples) + "\n"


def _as_text(found: Answer, options: argparse.Namespace) -> str:
    from flake8_mp.frontends.explaining.queries import Candidates, Nothing
    from flake8_mp.frontends.explaining.screen import Screen
    from flake8_mp.frontends.output import colored, terminal_width

    stream = sys.stderr if isinstance(found, Nothing) else sys.stdout
    screen = Screen(terminal_width(stream), colored(options.color, stream, False), sys.version_info[:3])
    if isinstance(found, Nothing):
        return screen.nothing(found)
    if isinstance(found, Candidates) and not (options.examples and (found.kind == "codes" or len(found.rules) == 1)):
        return screen.candidates(found)
    if options.examples:
        from flake8_mp.frontends.explaining.whole import whole_page
        from flake8_mp.rule import NON_RULES

        internal = [] if isinstance(found, Candidates) else [f"{NON_RULES[code].page}\n" for code in found.internal]
        return "\n".join(map(screen.markdown, [*internal, *map(whole_page, found.rules)]))
    assert not isinstance(found, Candidates)
    return screen.pages(found)


def _standard_input() -> str:
    """Return the end of what is written to standard input, in which the last error stands, whatever its encoding."""
    if sys.stdin is None:
        return ""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="backslashreplace")
    end = ""
    while part := sys.stdin.read(_LONGEST):
        end = (end + part)[-_LONGEST:]
    return end
