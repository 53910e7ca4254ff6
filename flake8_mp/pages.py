"""The pages of the rules and the generated parts of the documentation: from docstrings, fixtures and outcomes.

Users reach them by ``flake8-mp rules``, ``flake8-mp explain MP201`` and the site of the project. In a checkout
``python -m flake8_mp.pages --write`` brings the README and the pages in ``docs/`` up to date. A generated part stands
between two comments::

    <!-- generated: rules -->
    <!-- end -->

where ``rules`` is the table of rules, ``other-codes`` says what the codes mean that are not rules, ``example KEY`` is
the program of a fixture with what was observed, and ``output KEY`` is what the command prints about it. ``keys``,
``commands``, ``fixes``, ``options COMMAND`` and ``run LINES ARGUMENTS``, which is what the command prints with these
arguments in this checkout, are made by :mod:`flake8_mp.reference`.
"""

from __future__ import annotations

import argparse
import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from flake8_mp.engine import lint
from flake8_mp.files import replace_text
from flake8_mp.reference import table
from flake8_mp.rule import NON_RULES, Rule, all_rules
from flake8_mp.selfcheck.fixture import (
    Fixture,
    FixtureError,
    Kind,
    find_fixtures,
    fixtures_root,
    in_checkout,
    kind_of,
    load,
    rule_paths,
)
from flake8_mp.selfcheck.record import Outcomes, RecordError, on, platforms, recorded
from flake8_mp.settings import START_METHODS, Settings
from flake8_mp.streams import stop_writing

README = Path(__file__).parent.parent / "README.md"
GENERATED = (
    "docs/rules/index.md",
    "docs/configuration.md",
    "docs/command-line.md",
    "docs/migrate.md",
    "docs/evidence.md",
    "docs/fixes.md",
)
"""The pages beside the README with generated parts, by their paths from its folder."""

_BLOCK = re.compile(r"(<!-- generated: (.+?) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


class PageError(ValueError):
    """Something that is asked for is not there; the text names it."""


def summary(rule: Rule) -> str:
    """Return the first sentence of a rule's page: what goes wrong."""
    return _markdown(inspect.getdoc(rule) or "").partition("\n\n")[0].replace("\n", " ")


def depends(rule: Rule) -> str:
    """Return, as a part of a sentence, what it depends on whether a program goes wrong each time that it runs."""
    return f"whether the program goes wrong depends on {rule.depends_on}"


def evidence(rule: Rule, kind: Kind | None = None) -> list[Fixture]:
    """Return the fixtures behind a rule, or those of one kind; none while it has none, which the tests do not let pass.

    Raises :class:`FixtureError` where fixtures are missing or malformed.
    """
    folder = fixtures_root() / f"{rule.code.lower()}_{rule.name.replace('-', '_')}"
    paths = rule_paths(folder) if folder.is_dir() else ()
    return [load(path) for path in paths if kind is None or kind_of(path) == kind]


def breaks_under(rule: Rule) -> tuple[str, ...]:
    """Return the start methods under which any program of a rule goes wrong, in the order in which they are shown."""
    return _failing_methods(evidence(rule, "bad"))


def page(rule: Rule) -> str:
    """Print a rule's page in Markdown: what and why, then every program that shows it, with what happened."""
    fixtures = evidence(rule)
    rest = _markdown(inspect.getdoc(rule) or "").partition("\n\n")[2]
    state = f"Severity: {rule.severity}{': ' + depends(rule) if rule.depends_on else ''}."
    state += "" if rule.default else f' Off by default; `enable = ["{rule.code}"]` switches it on.'
    parts = [
        f"# {rule.code} {rule.name}",
        summary(rule),
        rest,
        f"{state} Breaks under {_listed(_failing_methods(fixtures))}. Since version {rule.since}.",
    ]
    for kind, title in (("bad", "Goes wrong"), ("good", "Works")):
        of_kind = [fixture for fixture in fixtures if fixture.kind == kind]
        if of_kind:
            parts.append(f"## {title}")
            for fixture in sorted(of_kind, key=_how_special):
                parts += [f"### `{fixture.path.name}`", example(fixture)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _how_special(fixture: Fixture) -> tuple[int, int]:
    """Return what brings programs into an order in which the simplest ones come first."""
    lines = sum(source.text.count("\n") for source in fixture.sources)
    return len(fixture.needs), lines


@cache
def example(fixture: Fixture) -> str:
    """Print a fixture in Markdown: its files, what flake8 says, and what was seen under each start method."""
    parts = []
    for source in fixture.sources:
        if len(fixture.sources) > 1:
            parts.append(f"`{source.path.relative_to(fixture.path).as_posix()}`")
        parts.append(f"```python\n{source.text.strip()}\n```")
    if reports := list(_reports(fixture)):
        parts.append("\n".join(["flake8 reports:", "", "```text", *reports, "```"]))
    elif fixture.kind == "bad":
        parts.append("flake8-mp does not report this yet.")
    parts.append("What happens when it is run:\n\n" + outcome_table(recorded(fixture)))
    return "\n\n".join(parts)


def _reports(fixture: Fixture) -> Iterator[str]:
    """Yield what flake8 prints about a fixture, with the paths inside the fixture's folder."""
    settings = Settings(enable=frozenset({fixture.code}))
    for source in fixture.sources:
        for found in lint(source.text, str(source.path), settings):
            place = f"{source.path.relative_to(fixture.path.parent).as_posix()}:{found.span.line}"
            yield f"{place}:{found.span.column + 1}: {found.code} {found.text}"


def outcome_table(outcomes: Outcomes) -> str:
    """Print what was observed: a row for the Pythons that agree, a column for each start method."""
    if not outcomes:
        return "No outcomes are recorded for this program as it stands."
    versions = {version for by_version in outcomes.values() for version in by_version}
    rows: dict[tuple[str, ...], list[str]] = {}
    for version in sorted(versions, key=lambda text: [int(digits) for digits in re.findall(r"\d+", text)]):
        seen = tuple(_outcome(on(version, outcomes.get(method, {}))) for method in START_METHODS)
        rows.setdefault(seen, []).append(version)
    return table(("Python", *START_METHODS), ((", ".join(pythons), *seen) for seen, pythons in rows.items()))


def rules_table(space: str = "&nbsp;") -> str:
    """Print the table of all rules: what goes wrong, under which start methods, whether it is on.

    ``space`` stands between code and name; the default keeps browsers from breaking the line there.
    """
    rows = []
    for rule in all_rules():
        name = f"{rule.code}{space}`{rule.name}`"
        rows.append(
            (name, summary(rule), _methods(evidence(rule, "bad")), rule.severity, "yes" if rule.default else "no")
        )
    return table(("rule", "what goes wrong", "breaks under", "severity", "on"), rows)


def other_codes() -> str:
    """Print what the codes mean that are not rules."""
    return "\n\n".join(NON_RULES[code].page for code in sorted(NON_RULES))


def site_pages() -> Iterator[tuple[str, str]]:
    """Yield the address of each rule's page below the root of a site, as ``rules/NAME``, and the page in Markdown.

    The addresses are those to which the key ``docs-url`` of the configuration leads.
    """
    for rule in all_rules():
        yield f"rules/{rule.name}", page(rule)


def documents() -> list[Path]:
    """Return the files with generated parts: the README first, then those of the pages that are there."""
    return [README, *(path for name in GENERATED if (path := README.parent / name).is_file())]


def fill(text: str) -> str:
    """Return a text with its generated parts brought up to date; all else stays as it is.

    Raises :class:`PageError` for a part that cannot be made.
    """

    def made(match: re.Match[str]) -> str:
        return f"{match[1]}{_part(match[2])}\n{match[4]}"

    return _BLOCK.sub(made, text)


def _part(name: str) -> str:
    from flake8_mp import reference

    tables = {
        "rules": rules_table,
        "other-codes": other_codes,
        "keys": reference.keys,
        "commands": reference.commands_table,
        "fixes": reference.fixes_table,
    }
    if name in tables:
        return tables[name]()
    kind, _, key = name.partition(" ")
    if kind == "options" and key in reference.PARSERS:
        return reference.options_table(key)
    if kind == "run" and key.partition(" ")[0].isdecimal():
        lines, _, arguments = key.partition(" ")
        return reference.printed(arguments, int(lines), README.parent)
    if kind not in ("example", "output") or not key:
        parts = (
            f"{', '.join(tables)}, 'options' and a command, 'run' with a number of lines and arguments, or 'example' "
            "or 'output' and a fixture's name"
        )
        raise PageError(f"{name}: there is no such part; write {parts}")
    try:
        fixtures = [fixture for fixture in find_fixtures([key.partition("/")[0]]) if fixture.key == key]
    except FixtureError as error:
        raise PageError(str(error)) from None
    if not fixtures:
        raise PageError(f"{key}: there is no such fixture")
    return example(fixtures[0]) if kind == "example" else output(fixtures[0])


def output(fixture: Fixture) -> str:
    """Print in Markdown what the command shows people about a fixture that is one file, as if it were here."""
    from flake8_mp import __version__
    from flake8_mp.configuration import Choices, Configuration
    from flake8_mp.frontends.checking import Request, check
    from flake8_mp.frontends.discovery import Found
    from flake8_mp.frontends.fix_policy import Policy
    from flake8_mp.frontends.formats import Run, load
    from flake8_mp.frontends.reporting import file_report
    from flake8_mp.frontends.run import Checked

    settings = Settings(enable=frozenset({fixture.code}))
    data = fixture.path.read_bytes()
    found = Found(str(fixture.path), fixture.path.name, Configuration(settings, Choices()))
    checked = Checked(found, check(Request(str(fixture.path), settings, fixes=Policy()), data))
    newest = list(platforms())[-1]  # the page is the same, whatever Python prints it
    major, minor = map(int, newest.split(".")[:2])
    run = Run(color=False, width=0, root=str(fixture.path.parent), version=__version__, python=(major, minor, 0))
    form = load("full")(run)
    return f"```text\n{form.file(file_report(checked, data)).rstrip()}\n```"


def _methods(fixtures: Iterable[Fixture]) -> str:
    """Name the start methods under which any program of a rule is seen to go wrong."""
    wrong = _failing_methods(fixtures)
    return "all" if wrong == START_METHODS else ", ".join(wrong)


def _listed(methods: Sequence[str]) -> str:
    """Name start methods in a sentence."""
    if tuple(methods) == START_METHODS:
        return "every start method"
    return " and ".join(methods)


def _failing_methods(fixtures: Iterable[Fixture]) -> tuple[str, ...]:
    wrong = {method for fixture in fixtures if fixture.kind == "bad" for method in fixture.methods_wrong}
    return tuple(method for method in START_METHODS if method in wrong)


def _outcome(words: tuple[str, ...] | None) -> str:
    return "not run" if words is None else ", ".join(words) or "ok"


def _markdown(docstring: str) -> str:
    """Turn the little markup that docstrings use into Markdown."""
    return docstring.replace("``", "`").strip()


def chosen(selection: Sequence[str]) -> list[Rule]:
    """Return the rules that are asked for, each once: by code or the beginning of one, by name, or by both.

    Raises :class:`PageError` for what is no rule.
    """
    found: dict[str, Rule] = {}
    for element in selection:
        wanted = element.strip().lower().replace("_", "-")
        if re.fullmatch(r"mp[0-9]{0,3}", wanted):
            fitting = [rule for rule in all_rules() if rule.code.lower().startswith(wanted)]
        else:
            fitting = [rule for rule in all_rules() if wanted in (rule.name, f"{rule.code.lower()}-{rule.name}")]
        if not fitting:
            raise PageError(f"{element or repr(element)}: there is no such rule")
        found |= {rule.code: rule for rule in fitting}
    return list(found.values())


def write(path: Path) -> bool:
    """Bring a file's generated parts up to date; says whether it has changed.

    The file is replaced at once or not at all. Raises :class:`PageError` for a part that cannot be
    made, and OSError for a file that cannot be read or written.
    """
    old = path.read_bytes().decode()
    new = fill(old)
    if new == old:
        return False
    replace_text(path, new)
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code: 2 for what is asked for and not there."""
    parser = argparse.ArgumentParser(
        prog="python -m flake8_mp.pages",
        description="Print the pages of rules, or without a rule the table of all, in Markdown.",
    )
    parser.add_argument("rules", nargs="*", metavar="RULE", help="code (MP201, MP2) or name (lambda-handoff)")
    parser.add_argument(
        "--write",
        action="store_true",
        help="bring the generated parts of the documentation up to date; in a checkout only",
    )
    options = parser.parse_args(arguments)
    try:
        if options.write and not in_checkout():
            raise PageError(f"--write: {Path(__file__).parent} is no checkout of flake8-mp, so there is no README here")
        internal = [element for element in options.rules if element.strip().upper() in NON_RULES]
        shown = [page(rule) for rule in chosen([element for element in options.rules if element not in internal])]
        for text in [*shown, *(f"{NON_RULES[code.strip().upper()].page}\n" for code in internal)]:
            print(text)
        if options.write:
            for path in documents():
                print(f"{path}: {'rewritten' if write(path) else 'up to date'}")
        elif not options.rules:
            print(rules_table(" "))
        sys.stdout.flush()
    except BrokenPipeError:
        stop_writing()
    except (PageError, FixtureError, RecordError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
