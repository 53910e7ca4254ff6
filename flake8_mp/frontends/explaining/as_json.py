"""What is explained, as one JSON object for programs.

Its keys stay; new ones may come. All of them are always there unless it is said when::

    {
      "asked":       what was asked, as it was understood
      "kind":        "rules" for codes and names; "error", "api", "words" or "codes" for rules that may be meant, the
                     best first; "nothing"
      "rules":       a list of
        {
          "code", "name", "severity", "since", "default"
          "depends_on":     what it depends on whether a program goes wrong each time; empty where it is certain
          "fixable":        whether `flake8-mp check --fix` can fix findings of it
          "start_methods":  under which its programs were seen to go wrong
          "summary", "why", "instead":  its page, in Markdown
          "seen":           of an error only: {"programs", "of", "start_methods", "pythons"}, how many of its programs
                            gave it, of how many, and under what
          "example":        where "kind" is "rules" only: null, or
            {
              "program":   the name of the program
              "file":      the name of the file in which something is reported
              "source":    the text of that file
              "findings":  [{"line", "column", "end_line", "end_column", "message"}]
              "python":    the minor version of Python that the outcomes are of
              "outcomes":  by start method, {"words": as the self-check has them, "errors": what they said}
              "fix":       null, or {"title", "option", "diff"}
              "works":     null, or the name of a program that works
            }
          "page":           with --examples only: the whole page, in Markdown
        }
      "internal":    codes that are no rules: [{"code", "name", "severity", "page"}]
      "near":        what may have been meant, where "kind" is "nothing"
    }
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Sequence
from typing import Any

from flake8_mp.explain import Match
from flake8_mp.fixers import fixable_codes
from flake8_mp.frontends.explaining.example import Example, example
from flake8_mp.frontends.explaining.queries import Answer, Candidates, Nothing, Pages
from flake8_mp.pages import breaks_under, summary
from flake8_mp.rule import NON_RULES, Rule
from flake8_mp.settings import START_METHODS


def answer_json(asked: str, answer: Answer, python: Sequence[int], whole: bool) -> str:
    """Return the JSON; ``python`` is the user's release, ``whole`` whether the pages are wanted as well.

    Raises :class:`FixtureError` and :class:`RecordError` for a package that is damaged.
    """
    made: dict[str, Any] = {"asked": asked, "kind": "nothing", "rules": [], "internal": [], "near": []}
    match answer:
        case Pages(rules, internal):
            made["kind"] = "rules"
            made["rules"] = [_rule(rule, whole) | {"example": _example(example(rule, python))} for rule in rules]
            made["internal"] = [
                {"code": code, "name": NON_RULES[code].name, "severity": NON_RULES[code].severity}
                | {"page": NON_RULES[code].page}
                for code in internal
            ]
        case Candidates(rules, about, kind, matches):
            seen = {match.rule.code: _seen(match) for match in matches}
            made |= {"asked": about, "kind": kind}
            made["rules"] = [
                _rule(rule, whole) | ({"seen": seen[rule.code]} if rule.code in seen else {}) for rule in rules
            ]
        case Nothing(about, near):
            made |= {"asked": about, "near": list(near)}
    return json.dumps(made, indent=2)


def _rule(rule: Rule, whole: bool) -> dict[str, Any]:
    paragraphs = (inspect.getdoc(rule) or "").replace("``", "`").strip().split("\n\n")[1:]
    instead = [" ".join(each.split()).removeprefix("Instead:").strip() for each in paragraphs if _is_remedy(each)]
    found = {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "depends_on": rule.depends_on,
        "since": rule.since,
        "default": rule.default,
        "fixable": rule.code in fixable_codes(),
        "start_methods": list(breaks_under(rule)),
        "summary": summary(rule),
        "why": "\n\n".join(each for each in paragraphs if not _is_remedy(each)),
        "instead": " ".join(instead),
    }
    if whole:
        from flake8_mp.pages import page

        found["page"] = page(rule)
    return found


def _is_remedy(paragraph: str) -> bool:
    return paragraph.startswith("Instead:")


def _seen(match: Match) -> dict[str, Any]:
    methods = frozenset[str]().union(*(methods for methods, _ in match.programs.values()))
    pythons = frozenset[str]().union(*(pythons for _, pythons in match.programs.values()))
    return {
        "programs": sorted(match.programs),
        "of": match.of,
        "start_methods": [method for method in START_METHODS if method in methods],
        "pythons": sorted(pythons, key=lambda version: [int(part) for part in version.split(".") if part.isdigit()]),
    }


def _example(shown: Example | None) -> dict[str, Any] | None:
    if shown is None:
        return None
    change = shown.change
    outcomes = {
        method: {"words": list(seen.words), "errors": list(seen.errors)}
        for seen in shown.seen
        for method in seen.methods
    }
    return {
        "program": shown.fixture.key,
        "file": shown.source.path.name,
        "source": shown.source.text,
        "findings": [
            {
                "line": finding.span.line,
                "column": finding.span.column + 1,
                "end_line": finding.span.end_line,
                "end_column": finding.span.end_column + 1,
                "message": finding.message,
            }
            for finding in shown.findings
        ],
        "python": shown.python,
        "outcomes": {method: outcomes[method] for method in START_METHODS if method in outcomes},
        "fix": {"title": change.title, "option": change.option, "diff": change.diff}
        if change and change.option
        else None,
        "works": change.program.key if change and change.program else None,
    }
