"""What a code or an error means: the page of a rule, or the rules whose programs were seen to fail with that error.

``flake8-mp explain MP201`` prints a page; ``flake8-mp explain "AttributeError: Can't get local object
'main.<locals>.f'"`` names the rules behind an error, as does ``flake8-mp explain -`` with whatever a program wrote to
standard error on standard input. Nothing is known here about any error: what is said comes from the record of what the
programs behind the rules did when they were run.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cache
from io import TextIOWrapper

from flake8_mp.pages import PageError, chosen, evidence, page, summary
from flake8_mp.rule import NO_RULES, Rule, all_rules
from flake8_mp.selfcheck.fixture import Fixture, FixtureError
from flake8_mp.selfcheck.outcome import normal
from flake8_mp.selfcheck.record import Errors, RecordError, recorded, recorded_errors
from flake8_mp.settings import START_METHODS
from flake8_mp.streams import stop_writing
from flake8_mp.terminal import visible

EXPLAINED, NOTHING_FITS, USAGE = 0, 1, 2

USAGE_LINE = 'usage: flake8-mp explain CODE | NAME | "ERROR TEXT" | -'

UNKNOWN = """\
No program behind a rule of flake8-mp was seen to fail like this, so no rule explains it.
The last line of a traceback is enough; put it in quotes."""

MOST = 5
"""So many rules are named for an error."""
CLOSE = 0.72
"""A text is the same as a recorded one when so much of it is."""
EARLIER = 0.6
"""What an error counts that stands above the last one: often the one of the child, which is the cause."""
_NAME_ALONE = 0.5
"""What it counts that a program ended with an exception of that name, where the text is not recorded."""
_FAR_BEHIND = 0.6
"""Rules that are so much less close than the best are not named."""

_LONGEST, _WIDEST, _BELOW, _ERRORS = 1_000_000, 2_000, 50, 50
"""So many characters of a text are read, from its end; so many of a line; so many lines below the name of an error; and
so many different errors, the last ones. What is recorded of an error is far shorter."""

_CODE = re.compile(r"mp[0-9]{0,3}|mp[0-9]{3}[-_][a-z0-9_-]+|[a-z0-9]+(?:[-_][a-z0-9]+)+", re.IGNORECASE)
_ERROR = re.compile(r"^(?:[A-Za-z_]\w*\.)*([A-Z]\w*)(?:: ?(.*))?$")
_WARNING = re.compile(r"^(?:\S.*:\d+: )?(?:[A-Za-z_]\w*\.)*([A-Z]\w*Warning): (.*)$")
_LIKE_ONE = re.compile(r"(?:Error|Exception|Warning|Interrupt|Exit|Pool|Empty|Full|Iteration)$")
"""How the names of exceptions end; after a traceback it is any name."""
_MARGIN = re.compile(r"^[\s|+>]*")
_FRAME = re.compile(r'^(?:File "|Traceback \(|~+|\^+|"""|During handling|The above exception)')
_WORD = re.compile(r"[\w<>*.]+")


@dataclass(frozen=True)
class Said:
    """One error of a text: the bare name of the exception, empty where none is told, and what it says."""

    name: str
    text: str
    """Without what differs from program to program (``outcome.normal``)."""
    weight: float = 1.0
    words: str = field(default="", compare=False)
    """As it was written."""


@dataclass
class Match:
    """A rule that explains an error, and the programs that show it."""

    rule: Rule
    closeness: float = 0.0
    """How close the best of the recorded errors comes, summed over the errors of the text."""
    programs: dict[str, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
    """By the key of a program, the start methods and the Pythons under which it was seen to give that error."""
    of: int = 0
    """How many programs the rule has that go wrong and were recorded."""
    by_name: bool = False
    """Whether only the name of the exception fits, since the text is not recorded."""

    @property
    def rank(self) -> tuple[float, float, int, str]:
        """What matches are ordered by: how close, then how often, then how many, then by code."""
        return -round(self.closeness, 1), -len(self.programs) / max(self.of, 1), -len(self.programs), self.rule.code


def is_code(words: Sequence[str]) -> bool:
    """Tell whether what is asked for is meant as codes or names of rules; all else is the text of an error."""
    return bool(words) and all(_CODE.fullmatch(word.strip()) for word in words)


def errors_in(text: str) -> list[Said]:
    """Return the errors of a pasted text, the last one first: it counts most, those above it less.

    Takes whole tracebacks, of several processes too, a last line alone, or a message without the name of its
    exception.
    """
    lines = [_MARGIN.sub("", line[:_WIDEST]).rstrip() for line in text[-_LONGEST:].splitlines()]
    found: list[Said] = []
    for number, line in enumerate(lines):
        match = _WARNING.match(line) or _ERROR.match(line)
        if match is None or match[1] == "RemoteTraceback" or not (_LIKE_ONE.search(match[1]) or "Traceback" in text):
            continue
        said = match[2] or _below(lines[number + 1 : number + 1 + _BELOW])
        found.append(Said(match[1], _patterned(said), words=f"{match[1]}: {said}".rstrip(": ")))
    if not found:
        rest = " ".join(line for line in lines if line and not _FRAME.match(line))[:_WIDEST]
        return [Said("", _patterned(rest), words=rest)] if rest else []
    unique = list(dict.fromkeys(reversed(found)))[:_ERRORS]
    return [replace(said, weight=1.0 if number == 0 else EARLIER) for number, said in enumerate(unique)]


def _below(lines: Sequence[str]) -> str:
    """Return the text of an error that begins on the line below its name, up to its first gap."""
    said: list[str] = []
    for line in lines:
        if line and (_ERROR.match(line) or _FRAME.match(line)):
            break
        if not line and said:
            break
        if line:
            said.append(line)
    return " ".join(said)


def _patterned(text: str) -> str:
    return normal(f"E: {text}").partition(":")[2].strip()


def matches(text: str, rules: Iterable[Rule] | None = None) -> list[Match]:
    """Return the rules that explain an error, the best first; none where no program gave an error like it.

    ``rules`` are all of them unless given. Raises :class:`RecordError` where the record cannot be read.
    """
    asked = errors_in(text)
    found: list[Match] = []
    for rule in all_rules() if rules is None else rules:
        match = _match(rule, asked)
        if match.programs:
            found.append(match)
    found.sort(key=lambda match: match.rank)
    best = max((match.closeness for match in found), default=0.0)
    exact = [match for match in found if not match.by_name]
    return [match for match in exact or found if match.closeness >= _FAR_BEHIND * best][:MOST]


@cache
def _programs() -> dict[str, list[Fixture]]:
    """Return the programs that go wrong, by the code of their rule; read once."""
    return {rule.code: evidence(rule, "bad") for rule in all_rules()}


def _match(rule: Rule, asked: Sequence[Said]) -> Match:
    bad = _programs().get(rule.code, [])
    match = Match(rule, of=sum(1 for fixture in bad if recorded(fixture)))
    best: dict[Said, float] = {}
    for fixture in bad:
        texts = recorded_errors(fixture)
        for said in asked:
            if texts:
                close, methods, pythons = _closest(said, texts)
            else:  # a record that was made before texts were kept: the name of the exception is all that there is
                close, methods, pythons = _by_word("leak" if "leaked" in said.text else said.name, fixture)
            if not close and said.name.endswith("Warning"):  # of warnings the category alone is recorded
                close, methods, pythons = _by_word(f"warns={said.name}", fixture)
            if not close:
                continue
            match.by_name = match.by_name or not texts
            best[said] = max(best.get(said, 0.0), close)
            methods_before, pythons_before = match.programs.get(fixture.key, (frozenset(), frozenset()))
            match.programs[fixture.key] = (methods_before | methods, pythons_before | pythons)
    match.closeness = sum(close * said.weight for said, close in best.items())
    return match


def _closest(said: Said, texts: Errors) -> tuple[float, frozenset[str], frozenset[str]]:
    """Return how close the recorded errors of a program come, and the start methods and Pythons of the closest."""
    best, methods, pythons = 0.0, set[str](), set[str]()
    for method, by_text in texts.items():
        for text, versions in by_text.items():
            close = closeness(said, text)
            if close > best + 0.02:
                best, methods, pythons = close, {method}, set(versions)
            elif close and close > best - 0.02:
                methods.add(method)
                pythons.update(versions)
    return best, frozenset(methods), frozenset(pythons)


def _by_word(wanted: str, fixture: Fixture) -> tuple[float, frozenset[str], frozenset[str]]:
    """Go by a word for what was seen, where its text is not recorded."""
    seen = [
        (method, version)
        for method, by_version in recorded(fixture).items()
        for version, words in by_version.items()
        if wanted in words
    ]
    if not wanted or not seen:
        return 0.0, frozenset(), frozenset()
    return _NAME_ALONE, frozenset(method for method, _ in seen), frozenset(version for _, version in seen)


def closeness(said: Said, recorded_text: str) -> float:
    """Return how close an error is to a recorded one: 1 where they are the same, 0 where they have too little."""
    name, _, text = recorded_text.partition(":")
    text = text.strip()
    if said.name and said.name != name:
        return 0.0
    if said.text == text:
        return 1.0
    if not said.text or not text:
        return 0.0 if said.text else _NAME_ALONE
    ours, theirs = _WORD.findall(said.text), _WORD.findall(text)
    if not said.name and len(ours) >= 4 and " ".join(ours) in " ".join(theirs):
        return 1.0
    ratio = SequenceMatcher(None, ours, theirs, autojunk=False).ratio()
    return ratio if ratio >= CLOSE else 0.0


def explain(words: Sequence[str]) -> tuple[str, int]:
    """Explain codes, names of rules, or the text of an error; return what to print and the exit status.

    The status is 0 where something is explained, 1 where no rule fits an error, and 2 for a code or name that is
    none. Raises :class:`RecordError` and :class:`FixtureError` for a package that is damaged.
    """
    if not any(word.strip() for word in words):
        return USAGE_LINE, USAGE
    if is_code(words):
        return _pages(words)
    text = "\n".join(words) if any("\n" in word for word in words) else " ".join(words)
    found = matches(text)
    if not found:
        return UNKNOWN, NOTHING_FITS
    return _told(errors_in(text), found), EXPLAINED


def _pages(words: Sequence[str]) -> tuple[str, int]:
    parts = [f"{NO_RULES[word.strip().upper()].page}\n" for word in words if word.strip().upper() in NO_RULES]
    asked = [word for word in words if word.strip().upper() not in NO_RULES]
    try:
        parts += [page(rule) + _fixed(rule) for rule in (chosen(asked) if asked else [])]
    except PageError as error:
        return f"{error}; `flake8-mp rules` lists them", USAGE
    return "\n".join(parts).rstrip("\n"), EXPLAINED


def _fixed(rule: Rule) -> str:
    """Show what the fixer of a rule makes of the first of its programs that it mends; nothing where it has none."""
    from flake8_mp.fixers import fixable_codes

    if rule.code not in fixable_codes():
        return ""
    from flake8_mp.frontends.fixed_programs import first_diff

    diff, option, name = first_diff(evidence(rule, "bad"))
    return f"\n## Fixed\n\n`flake8-mp check {option}` changes `{name}`:\n\n```diff\n{diff}```\n" if diff else ""


def _told(asked: Sequence[Said], found: Sequence[Match]) -> str:
    lines = [visible(asked[0].words), ""]
    if all(match.by_name for match in found):
        lines += ["The texts of errors are not recorded, so this goes by the name of the exception:", ""]
    for match in found:
        lines.append(f"{match.rule.code} {match.rule.name}: {summary(match.rule)}")
        methods = frozenset[str]().union(*(methods for methods, _ in match.programs.values()))
        pythons = frozenset[str]().union(*(pythons for _, pythons in match.programs.values()))
        under = ", ".join(method for method in START_METHODS if method in methods)
        shown = ", ".join(sorted(pythons, key=lambda v: [int(n) for n in re.findall(r"\d+", v)]))
        lines.append(f"    seen in {len(match.programs)} of {match.of} programs that go wrong: {under}; Python {shown}")
        lines.append(f"    for example {min(match.programs)}")
        lines.append("")
    lines.append(f"`flake8-mp explain {found[0].rule.code}` prints the page and the programs of a rule.")
    return "\n".join(lines)


def _standard_input() -> str:
    """Return the end of what is written to standard input, in which the last error stands, whatever its encoding."""
    if sys.stdin is None:
        return ""
    sys.stdin.reconfigure(errors="backslashreplace") if isinstance(sys.stdin, TextIOWrapper) else None
    end = ""
    while part := sys.stdin.read(_LONGEST):
        end = (end + part)[-_LONGEST:]
    return end


def main(arguments: Sequence[str]) -> int:
    """Run the command; print what is explained, or on standard error why nothing is, and return the exit status."""
    words = [_standard_input()] if list(arguments) == ["-"] else list(arguments)
    status = EXPLAINED
    try:
        if words and words[0] in ("-h", "--help"):
            print(f"{USAGE_LINE}\n\n{(__doc__ or '').strip()}")
            return EXPLAINED
        text, status = explain(words)
        print(text, file=sys.stdout if status == EXPLAINED else sys.stderr, flush=True)
    except BrokenPipeError:
        stop_writing()
    except (FixtureError, RecordError, OSError) as error:
        print(error, file=sys.stderr)
        return USAGE
    return status
