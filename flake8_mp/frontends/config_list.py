"""``flake8-mp config``: the keys of the configuration, and what each of them means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flake8_mp.arguments import Parser
from flake8_mp.configuration import FORMATS, KEYS, TABLE, Choices, Configuration
from flake8_mp.settings import PLATFORMS, SEVERITIES, START_METHODS, Settings


@dataclass(frozen=True)
class Key:
    """The description of a key: what it is, the values that it takes, and an example line of pyproject.toml."""

    what: str
    takes: str
    example: str


_CODES = "a list of codes or prefixes, such as MP201 and MP2"
_PATTERNS = "a list of patterns; one with a slash is relative to the folder of the file"
DESCRIBED = {
    "start-methods": Key(
        "The start methods under which the programs may run; findings that concern only others are not reported. If it "
        "is not set, they are the default start methods of the supported Python versions on the platforms.",
        f"a list of {', '.join(START_METHODS)}",
        'start-methods = ["spawn", "forkserver"]',
    ),
    "enable": Key("Rules that are off by default and should be on.", _CODES, 'enable = ["MP7"]'),
    "target-version": Key(
        "The oldest version of Python that the programs must support. If it is not set, it is the oldest version that "
        "requires-python in pyproject.toml allows.",
        'a version such as "3.12"',
        'target-version = "3.12"',
    ),
    "platforms": Key(
        "The platforms on which the programs run; linux stands for every POSIX system except macOS.",
        f"a list of {', '.join(PLATFORMS)}",
        'platforms = ["linux", "macos"]',
    ),
    "select": Key(
        "The only codes that are reported; ALL selects all, including those that are off by default.",
        _CODES,
        'select = ["MP2"]',
    ),
    "extend-select": Key("Codes that are reported in addition.", _CODES, 'extend-select = ["MP704"]'),
    "ignore": Key(
        "Codes that are not reported; if several match, the longest one counts.", _CODES, 'ignore = ["MP108"]'
    ),
    "extend-ignore": Key("Codes that are not reported either.", _CODES, 'extend-ignore = ["MP108"]'),
    "per-file-ignores": Key(
        "Codes that are not reported in some files.",
        "a table of patterns and lists of codes",
        'per-file-ignores = { "tests/*" = ["MP101"] }',
    ),
    "extend-per-file-ignores": Key(
        "Codes that are not reported in some files either.",
        "a table of patterns and lists of codes",
        'extend-per-file-ignores = { "scripts/*" = ["MP6"] }',
    ),
    "exclude": Key(
        "Files and folders that are left out, instead of the default ones.", _PATTERNS, 'exclude = ["build"]'
    ),
    "extend-exclude": Key(
        "Files and folders that are left out, in addition to the default ones.", _PATTERNS, 'extend-exclude = ["gen/*"]'
    ),
    "force-exclude": Key(
        "Whether excluded files are left out even if they are named on the command line, as by pre-commit.",
        "true or false",
        "force-exclude = true",
    ),
    "respect-gitignore": Key(
        "Whether files that git ignores are left out.", "true or false", "respect-gitignore = false"
    ),
    "severity": Key(
        "The severity of codes, instead of that of their rules.",
        f"a table of codes and {', '.join(SEVERITIES)}",
        'severity = { MP301 = "warning" }',
    ),
    "fail-on": Key(
        "The lowest severity that makes the exit status 1.", f"one of {', '.join(SEVERITIES)}", 'fail-on = "error"'
    ),
    "output-format": Key("The format of the output.", f"one of {', '.join(FORMATS)}", 'output-format = "concise"'),
    "docs-url": Key(
        "Where the pages of the rules are, for links in the output; {name} and {code} stand for those of a rule, and "
        "rules/{name} follows where neither is in it.",
        "an address",
        'docs-url = "https://docs.example.org/flake8-mp"',
    ),
    "fixable": Key("The only codes that --fix fixes.", _CODES, 'fixable = ["MP2"]'),
    "extend-fixable": Key("Codes that --fix fixes in addition to these.", _CODES, 'extend-fixable = ["MP101"]'),
    "unfixable": Key(
        "Codes that --fix does not fix; if several match, the longest one counts.", _CODES, 'unfixable = ["MP201"]'
    ),
    "unsafe-fixes": Key(
        "Whether --fix also applies fixes that may change what else the program does.",
        "true or false",
        "unsafe-fixes = true",
    ),
}
"""A test compares the keys with those that there are, and reads the examples."""


def main(arguments: Sequence[str]) -> int:
    """Run ``flake8-mp config``; return its exit status."""
    made = Parser(
        prog="flake8-mp config",
        description=f"List the keys of [tool.{TABLE}] in pyproject.toml, or describe one of them. "
        "`flake8-mp check --show-config` prints the values that apply here.",
    )
    made.add_argument("key", nargs="?", choices=tuple(KEYS), metavar="KEY", help="key to describe (default: list all)")
    made.add_argument("--output-format", choices=("text", "json"), default="text", help="output format (default: text)")
    options = made.parse_args(arguments)
    keys = [options.key] if options.key else list(KEYS)
    if options.output_format == "json":
        import json

        described = {
            key: {**vars(DESCRIBED[key]), "default": line.partition(" = ")[2] or None} for key, line in defaults(keys)
        }
        print(json.dumps(described, indent=2))
    elif options.key:
        key, ((_, line),) = DESCRIBED[options.key], defaults(keys)
        print(f"{options.key}\n\n{key.what}\n\ntakes:    {key.takes}\ndefault:  {line}\nexample:  {key.example}")
    else:
        width = max(map(len, keys))
        print("\n".join(f"{key:{width}}  {DESCRIBED[key].what}" for key in keys))
    return 0


def defaults(keys: Sequence[str]) -> list[tuple[str, str]]:
    """Return the line of each key with its default, as ``--show-config`` prints it."""
    from flake8_mp.frontends.show_config import lines

    shown = list(lines(Configuration(Settings(), Choices())))[1:]
    every = dict(zip(KEYS, shown, strict=True))
    return [(key, every[key].removesuffix("  # default").removeprefix("# ")) for key in keys]
