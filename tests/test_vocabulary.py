"""The language that users read: messages, pages of rules, help of the command, and the documentation.

It is the language of Python's own documentation. Some turns of phrase are never it; they are listed here, with what to
write instead. The list holds only what no sentence needs: a legitimate use would be a false alarm here.
"""

from __future__ import annotations

import inspect
import re
from contextlib import suppress
from pathlib import Path

import pytest

from flake8_mp.engine import lint
from flake8_mp.frontends.cli import COMMANDS, main
from flake8_mp.rule import INTERNAL, Finding, Rule, all_rules
from flake8_mp.selfcheck.fixture import fixtures_root, load, rule_paths
from tests.conftest import EVERYTHING, ROOT

INSTEAD = {
    r"(?<!there )\b(is|are) no (?!longer\b|more\b|less\b|different\b|better\b|worse\b)": "is not a",
    r"\bgo(es)? along\b|\bbrings? [^.;]* along\b": "is sent to the worker, is pickled with it",
    r"\bcrosses\b|\bcrossed\b|\bcannot cross\b": "is pickled, is sent to the worker",
    r"\ba text\b(?! (file|editor|stream|mode|field|format)\b)": "a str",
    r"\blets? [\w`]+ in\b": "say what runs in the child process",
    r"\bis there when\b": "exists when",
    r"\btells of\b|\bthat tells\b(?! \w)|\bstatus tells\b": "shows, reports",
    r"\bfor ever\b": "forever",
    r"(^|[.;:]\s+)who (is|are|has|have|waits|gets|asks|holds|puts|reads|wants|still)\b": "a process that",
    r"\bas long as it gets\b": "with its final length",
    r"\bkeeps? (nobody|no other process) out\b": "does not lock out other processes",
    r"\bnothing to call\b": "is not callable",
    r"\bdoes not go with\b": "does not work with",
}
"""By what nobody should write, what to write instead."""

USUAL = 100
"""How long a message may be, its start methods not counted, where the names in it are of the usual length."""
MOST = 130
"""How long the line that is shown may be in any fixture, its start methods counted; longer names make it longer."""

FOLDERS = sorted(path for path in fixtures_root().iterdir() if path.is_dir())
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "fixtures" / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]


def faults(text: str) -> list[str]:
    """List what should be written differently, each with the words around it."""
    plain = " ".join(text.split())
    return [
        f"…{plain[max(match.start() - 40, 0) : match.end() + 20]}…: write {instead!r}"
        for pattern, instead in INSTEAD.items()
        for match in re.finditer(pattern, plain, re.IGNORECASE)
    ]


def findings(folder: Path) -> dict[str, Finding]:
    """Return what is found in all programs of a folder, by what is shown."""
    found = {}
    for path in rule_paths(folder):
        for source in load(path).sources:
            for finding in lint(source.text, str(source.path), EVERYTHING):
                if finding.code != INTERNAL:
                    found[f"{finding.code} {finding.text}"] = finding
    return found


def prose(markdown: str) -> str:
    """Take out what is code, or what a program has printed."""
    return re.sub(r"^( *)```.*?^\1```$", "", markdown, flags=re.DOTALL | re.MULTILINE)


def help_of(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    with suppress(SystemExit):
        main([command, "--help"] if command else ["--help"])
    return capsys.readouterr().out


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_messages(folder: Path) -> None:
    found = findings(folder)
    assert found
    wrong = []
    for shown, finding in found.items():
        wrong += [f"{shown}: {fault}" for fault in faults(finding.message)]
        wrong += [f"{shown}: {fault}" for each in finding.related for fault in faults(each.words)]
        if len(finding.message) > USUAL or len(finding.text) > MOST:
            wrong.append(f"{shown}: {len(finding.message)} characters")
        if finding.message.count("`") % 2 or "``" in finding.message:
            wrong.append(f"{shown}: its backquotes do not match")
        if not re.fullmatch(r"[^;]+; [^;]+", re.sub(r"`[^`]*`", "x", finding.message)):
            wrong.append(f"{shown}: write what is wrong, a semicolon, what to do")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_pages_of_rules(rule: Rule) -> None:
    page = inspect.getdoc(rule) or ""
    assert faults(page) == []
    summary, _, rest = page.partition("\n\n")
    assert re.fullmatch(r"[^.\n]*(?:\.[^ \n][^.\n]*)*\.", summary), "one sentence, on one line"
    assert re.search(r"^Instead: [a-z`]", rest, re.MULTILINE)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = help_of(command, capsys)
    assert shown
    assert faults(shown) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_documentation(path: Path) -> None:
    text = prose(path.read_text(encoding="utf-8"))
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("`args` is no tuple here", 1),
        ("it is no longer there, and there is no other", 0),
        ("this guard lets children in", 1),
        ("a Lock that goes along with the value", 1),
        ("an asyncio.Queue crosses as an empty copy", 1),
        ("an error text of a text file, a text editor", 0),
        ("`daemon` is a text", 1),
        ("who is killed in `get()` locks its queue", 1),
        ("somebody who is killed", 0),
        ("it waits for\never", 1),
    ],
)
def test_the_list_itself(text: str, count: int) -> None:
    assert len(faults(text)) == count
