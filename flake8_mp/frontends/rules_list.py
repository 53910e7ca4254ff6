"""``flake8-mp rules``: the list of all rules, or of those that are asked for, as a table or as JSON."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from typing import Any

from flake8_mp.arguments import Parser
from flake8_mp.pages import PageError, breaks_under, chosen, page, summary
from flake8_mp.rule import Rule, all_rules
from flake8_mp.selfcheck.fixture import FixtureError
from flake8_mp.selfcheck.record import RecordError
from flake8_mp.settings import START_METHODS
from flake8_mp.streams import stop_writing

LISTED, USAGE = 0, 2

_HEAD = ("code", "name", "on", "breaks under", "what goes wrong")
_NARROWEST = 20
"""So many characters of a sentence are shown at least, however narrow the terminal is."""


def parser() -> Parser:
    """Build the parser of the command line."""
    made = Parser(
        prog="flake8-mp rules",
        description="List the rules: code, name, whether the rule is on by default, the start methods under which its "
        "example programs break, and what goes wrong. `flake8-mp explain CODE` prints the page of a rule.",
    )
    made.add_argument(
        "rules",
        nargs="*",
        metavar="RULE",
        help="code (MP201, MP2) or name (lambda-handoff) of a rule (default: all rules)",
    )
    made.add_argument("--format", choices=("table", "json"), help="output format (default: table)")
    made.add_argument("--json", action="store_true", help="the same as --format json")
    made.add_argument("--pages", action="store_true", help="with --json, also print the page of each rule, in Markdown")
    return made


def table(rules: Sequence[Rule], width: int | None) -> str:
    """Format one row for each rule; sentences are cut where the terminal ends, and not where there is none."""
    rows = [_HEAD, *(_row(rule) for rule in rules)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD) - 1)]
    lines = []
    for row in rows:
        start = "".join(f"{cell.ljust(width)}  " for cell, width in zip(row, widths, strict=False))
        lines.append(start + _cut(row[-1], None if width is None else max(width - len(start), _NARROWEST)))
    return "\n".join(lines)


def _row(rule: Rule) -> tuple[str, ...]:
    methods = breaks_under(rule)
    under = "all" if methods == START_METHODS else ", ".join(methods)
    return rule.code, rule.name, "yes" if rule.default else "no", under, summary(rule)


def _cut(sentence: str, width: int | None) -> str:
    return sentence if width is None or len(sentence) <= width else f"{sentence[: width - 3].rstrip()}..."


def as_json(rules: Sequence[Rule], pages: bool) -> str:
    """Write rules as a JSON array, with their pages where these are wanted."""
    entries: list[dict[str, Any]] = []
    for rule in rules:
        entry = {
            "code": rule.code,
            "name": rule.name,
            "default": rule.default,
            "start_methods": list(breaks_under(rule)),
            "since": rule.since,
            "summary": summary(rule),
            "message": rule.message,
        }
        entries.append(entry | {"page": page(rule)} if pages else entry)
    return json.dumps(entries, indent=2)


def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit status: 2 for a rule that there is not."""
    made = parser()
    options = made.parse_args(arguments)
    if options.json and options.format == "table":
        made.error("--json and --format table contradict each other")
    wants_json = options.json or options.format == "json"
    if options.pages and not wants_json:
        made.error("--pages needs --json; `flake8-mp explain CODE` prints a page")
    try:
        rules = chosen(options.rules) if options.rules else all_rules()
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        print(as_json(rules, options.pages) if wants_json else table(rules, width), flush=True)
    except BrokenPipeError:
        stop_writing()
    except PageError as error:
        print(f"{error}; `flake8-mp rules` lists them", file=sys.stderr)
        return USAGE
    except (FixtureError, RecordError, OSError) as error:
        print(f"flake8-mp rules: {error}", file=sys.stderr)
        return USAGE
    return LISTED
