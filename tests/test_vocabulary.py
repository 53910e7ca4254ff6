"""The language that people read: messages, pages of rules, help of the command, the documentation, and the code.

It is the language of Python's own documentation. Some turns of phrase are never it; they are listed here, with what to
write instead. The list holds only what no sentence needs: a legitimate use would be a false alarm here. In the code,
names and comments use the terms of the field, which docs/architecture.md introduces, and no metaphors of their own.
"""

from __future__ import annotations

import inspect
import io
import re
import tokenize
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from flake8_mp.frontends.cli import COMMANDS, main
from flake8_mp.rule import INTERNAL, Finding, Rule, all_rules
from flake8_mp.selfcheck.fixture import fixtures_root, load, rule_paths
from tests.conftest import ROOT, lint_everything

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
"""By what should not be written, what to write instead."""

WORDS_OF_NAMES = {
    ("told", "tell", "tells", "telling"): "reported, described, known",
    ("hear", "hears", "heard", "hearing", "news"): "handler, hook, event, subscribe",
    ("way", "ways"): "path, branch, method",
    ("dull", "kin", "sieve", "abroad", "aside"): "pure, base, filter, foreign, separately",
    ("mend", "mends", "mended", "mending"): "fix",
    ("travel", "travels", "travelling"): "is sent, is pickled",
    ("grip", "grips"): "holding",
}
"""By the words that no name of the code has, what to call it instead."""
PHRASES_OF_NAMES = {r"let_go": "release, escape", r"^_?is_no_": "is_not", r"asks_who": "tests identity"}
ALLOWED_NAMES = {"one_way", "tell"}
"""A pipe can be one-way, and a file has a method ``tell``."""

IN_PROSE = {
    r"\b(tell|told|tells|telling)\b": "return, report, show, know, distinguish",
    r"\b(hear|hears|heard|hearing)\b": "handle, is called for, is notified",
    r"(?<!-)\bnews\b": "hook, event",
    r"\b(lets?|letting) go\b": "release, escape",
    r"\bfor ever\b": "forever",
    r"\bmend(s|ed|ing)?\b": "fix",
    r"\bsieve\b": "filter",
    r"\b(its|their) kin\b": "variants",
    r"\btravel(s|led|ling)?\b": "is sent, is pickled",
    r"\b(on|along) (this|every|each|some|another|both|no) ways?\b(?! out\b)|\bways meet\b": "path",
    r"\bnobody knows (whether|which|how|what|where|when)\b": "it is not known",
    r"^# Who(ever)? ": "name who: code that, a process that, the user",
    r"\bsomebody who\b|\bwho knows when\b|\b(nobody|somebody) (asks|asked|means|has asked)\b": "say what happens, in the passive",
}
"""By what no docstring or comment has, what to write instead."""

USUAL = 100
"""How long a message may be, its start methods not counted, where the names in it are of the usual length."""
MOST = 130
"""How long the line that is shown may be in any fixture, its start methods counted; longer names make it longer."""

FOLDERS = sorted(path for path in fixtures_root().iterdir() if path.is_dir())
RETOLD = {ROOT / "benchmarks" / "reports" / name for name in ("right", "wrong")}
"""Programs in the style of many people."""
SOURCES = [
    *(
        path
        for top in ("flake8_mp", "tests", "benchmarks")
        for path in sorted((ROOT / top).rglob("*.py"))
        if not RETOLD & set(path.parents)
    ),
    *sorted(fixtures_root().rglob("shapes*.py")),
]
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


def words_of(name: str) -> list[str]:
    """Split a name into its words: ``note_raised``, ``ProblemEvent``, ``MAX_PATHS``."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


def faults_of_name(name: str) -> list[str]:
    """List what is wrong with a name, each with what to call it instead."""
    if name in ALLOWED_NAMES:
        return []
    found = [f"{name}: {instead}" for pattern, instead in PHRASES_OF_NAMES.items() if re.search(pattern, name)]
    words = {*words_of(name)}
    return found + [f"{name}: {instead}" for private, instead in WORDS_OF_NAMES.items() if words.intersection(private)]


def faults_of_code(text: str) -> Iterator[str]:
    """Yield what is wrong with the names, docstrings and comments of a file, each with its line."""
    before = tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        found = []
        if token.type == tokenize.NAME:
            found = faults_of_name(token.string)
        elif token.type == tokenize.COMMENT or (token.type == tokenize.STRING and before in _BEFORE_A_DOCSTRING):
            # What stands in backquotes is code, or a word that the sentence is about.
            plain = re.sub(r"`+[^`]*`+", "`", " ".join(token.string.split()))
            for pattern, instead in IN_PROSE.items():
                found += [f"{match[0]!r}: {instead}" for match in re.finditer(pattern, plain, re.IGNORECASE)]
        yield from (f"line {token.start[0]}: {fault}" for fault in found)
        if token.type not in (tokenize.COMMENT, tokenize.NL):
            before = token.type


_BEFORE_A_DOCSTRING = (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)


def findings(folder: Path) -> dict[str, Finding]:
    """Return what is found in all programs of a folder, by what is shown."""
    found = {}
    for path in rule_paths(folder):
        for source in load(path).sources:
            for finding in lint_everything(source.text, source.path):
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
        # How long the name of another file is cannot be chosen.
        text = re.sub(r"\(in [^,()]+(?:, )?", "(", finding.text)
        if len(finding.message) > USUAL or len(text) > MOST:
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


def test_code() -> None:
    found = {path.relative_to(ROOT): [*faults_of_code(path.read_text(encoding="utf-8"))] for path in SOURCES}
    assert {path.as_posix(): faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("def told(): ...", 1),
        ("self.on_news = 1", 1),
        ("class TellsIt: ...", 1),
        ("def is_no_lock(): ...", 1),
        ("MAX_WAYS = 1", 1),
        ("def always(weary, hearth, newsletter): ...", 0),
        ("stream.tell()", 0),
        ("x = 'who is told'", 0),
        ("# Who is told of it.", 2),
        ("def f():\n    # It runs\n    '''Tell\n    whether it hears.'''", 2),
        ("'''It is bound on every way, and ``told`` is a word.'''", 1),
        ("'''Closed on every way out, in the same way, by the way.'''", 0),
    ],
)
def test_the_lists_for_code(text: str, count: int) -> None:
    assert len(list(faults_of_code(text))) == count


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
