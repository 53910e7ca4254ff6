"""What is explained, laid out for a terminal or for a pipe; Rich wraps and colours it."""

from __future__ import annotations

import inspect
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from flake8_mp.frontends.explaining.example import example
from flake8_mp.pages import breaks_under, depends, evidence, summary
from flake8_mp.rule import NON_RULES, Rule
from flake8_mp.settings import START_METHODS
from flake8_mp.terminal import visible

if TYPE_CHECKING:
    from flake8_mp.frontends.explaining.example import Change, Example
    from flake8_mp.frontends.explaining.listing import Line
    from flake8_mp.frontends.explaining.queries import Candidates, Nothing, Pages

_WIDEST, _NARROWEST = 100, 40
"""Columns of prose: at most, as where no terminal shows it, and at least."""
_INDENT = 4
_PRINTED = 70
"""So many characters are shown of what a program should print."""
_SIGNS = {"-": "red", "+": "green", "^": "bold red", ".": "dim"}
_SEVERITIES = {"error": "red", "warning": "yellow", "info": "cyan"}
_HEADS = {
    ("error", 1): "the example programs of one rule fail like this",
    ("error", 2): "the example programs of these rules fail like this, best match first",
    ("api", 1): "one rule is about this",
    ("api", 2): "these rules are about this, most relevant first",
    ("words", 1): "this rule may explain it",
    ("words", 2): "these rules may explain it, most likely first",
    ("codes", 2): "the rules with this prefix",
}
"""What is said of rules that may be meant: of one, or of several."""
_CODE = re.compile(r"`([^`\n]+)`")


class Screen:
    """Lays out text for its reader.

    ``width`` is that of the terminal in columns, 0 where none shows it; ``color`` whether it is coloured; ``python``
    the user's release, whose outcomes are shown.
    """

    def __init__(self, width: int, color: bool, python: Sequence[int]) -> None:
        self._width, self._color, self._python = width, color, python
        self._columns = max(min(width or _WIDEST, _WIDEST), _NARROWEST)
        self._console = Console(
            file=io.StringIO(),
            width=self._columns,
            force_terminal=color,
            color_system="standard" if color else None,
            no_color=not color,
            legacy_windows=False,
            emoji=False,
            markup=False,
            highlight=False,
        )

    def pages(self, asked: Pages) -> str:
        """Return one screen for each rule."""
        parts = [NON_RULES[code].page for code in asked.internal] + [self._rule(rule) for rule in asked.rules]
        return "\n\n".join(parts) + "\n"

    def markdown(self, text: str) -> str:
        """Return a page in Markdown as a terminal shows it, or as it is where none does."""
        if not self._width:
            return text
        from rich.markdown import Markdown

        with self._console.capture() as captured:
            self._console.print(Markdown(text, code_theme="ansi_dark", hyperlinks=False))
        return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"

    def candidates(self, found: Candidates) -> str:
        """Return one line for each rule, and what to type next."""
        if len(found.rules) == 1:
            about = self._drawn(self._wrapped(Text(f"{visible(found.about)}: {_HEADS[found.kind, 1]}")))
            return f"{about}\n\n{self._rule(found.rules[0])}\n"
        head = f"{visible(found.about)}: {_HEADS[found.kind, 2]}"
        names = max(len(rule.name) for rule in found.rules)
        lines = [Text(head), Text()]
        for rule in found.rules:
            line = Text.assemble((rule.code, f"bold {_SEVERITIES[rule.severity]}"), f"  {rule.name:{names}}  ")
            line.append_text(self._prose(summary(rule)))
            if self._width:
                line.truncate(max(self._width, _NARROWEST), overflow="ellipsis")
            lines.append(line)
        lines += [Text(), Text.assemble("Next: ", (f"flake8-mp explain {found.rules[0].code}", "bold"))]
        return self._drawn(lines) + "\n"

    def nothing(self, found: Nothing) -> str:
        """Return what was looked for in vain, and what is near."""
        lines = [f"flake8-mp explain: no match for {visible(found.about)!r}"]
        if found.is_error:
            lines.append("No example program of a rule fails with an error like this one.")
        else:
            lines.append(
                "It is not the code or name of a rule, an API name that a rule is about, an error with which an "
                "example program of a rule fails, or a known symptom."
            )
        if found.near:
            lines += ["Did you mean:", *(f"  flake8-mp explain {_quoted(each)}" for each in found.near)]
        else:
            lines.append(
                "Try a code (MP201), an API name (Pool.map), a symptom (hang), or the last line of a traceback in "
                "quotes. `flake8-mp rules` lists all rules."
            )
        return self._drawn(wrapped for line in lines for wrapped in self._wrapped(Text(line))) + "\n"

    def _rule(self, rule: Rule) -> str:
        return self._drawn(self._lines(rule))

    def _lines(self, rule: Rule) -> Iterator[Text]:
        color = _SEVERITIES[rule.severity]
        head = Text.assemble((rule.code, f"bold {color}"), " ", (rule.name, "bold"), ": ", (rule.severity, color))
        if not rule.code.startswith("MP9"):  # which says of nothing that it breaks
            under = breaks_under(rule)
            head.append(f", breaks under {'every start method' if under == START_METHODS else _listed(under)}")
        yield head.append("" if rule.default else f"; off by default, enable it with --enable {rule.code}")
        yield from self._wrapped(self._prose(summary(rule), "bold"))
        if rule.depends_on:
            sentence = depends(rule)
            yield from self._wrapped(self._prose(f"{sentence[0].upper()}{sentence[1:]}."))
        for paragraph in _paragraphs(rule):
            yield Text()
            lead, colon, rest = paragraph.partition("Instead:")
            if not lead and colon:
                yield from self._wrapped(
                    Text.assemble(("Instead:", "bold green")).append_text(self._prose(" " + " ".join(rest.split())))
                )
            elif "\n " in paragraph or paragraph.startswith(("- ", " ")):
                yield from map(Text, paragraph.splitlines())
            else:
                yield from self._wrapped(self._prose(" ".join(paragraph.split())))
        shown = example(rule, self._python)
        if shown is not None:
            yield from self._example(shown, rule)
        count = len([fixture for fixture in evidence(rule) if fixture.kind != "shapes"])
        yield Text()
        yield Text(f"All {count} example programs: flake8-mp explain {rule.code} --examples", "dim")

    def _example(self, shown: Example, rule: Rule) -> Iterator[Text]:
        yield Text()
        needs = f" (needs {', '.join(shown.fixture.needs)})" if shown.fixture.needs else ""
        if len(shown.fixture.sources) > 1:
            needs += f": {shown.source.path.name} of {len(shown.fixture.sources)} files"
        yield Text.assemble(("Example", "bold"), needs)
        yield from self._listing(shown.lines)
        for message in dict.fromkeys(finding.message for finding in shown.findings):
            yield from self._wrapped(
                Text.assemble((f"{rule.code} ", "red")).append_text(self._prose(message)), " " * _INDENT
            )
        yield Text()
        yield from self._seen(shown)
        if shown.change is not None:
            yield Text()
            yield from self._change(shown.change)

    def _seen(self, shown: Example) -> Iterator[Text]:
        if not shown.seen:
            yield Text("No outcomes are recorded for this program.")
            return
        also = "" if shown.python == shown.asked else f" (not run on {shown.asked})"
        yield Text.assemble(("Seen when run", "bold"), f" on Python {shown.python}{also}")
        names = {seen: ", ".join(seen.methods) for seen in shown.seen}
        if len(shown.seen) == 1 and len(shown.seen[0].methods) == len(START_METHODS):
            names = {shown.seen[0]: "every start method"}
        width = max(map(len, names.values()))
        for seen, name in names.items():
            style = "green" if seen.words == ("ok",) else "red"
            yield from self._wrapped(Text(seen.text, style), before=f"{'':{_INDENT}}{name:{width}}  ")
        wanted = " / ".join(shown.fixture.prints or ())
        if wanted and any("wrong" in seen.words and not seen.errors for seen in shown.seen):
            yield from self._wrapped(Text(f"(expected output: {_cut(wanted)})", "dim"), before=" " * _INDENT)

    def _change(self, change: Change) -> Iterator[Text]:
        if change.option:
            head = Text.assemble(("Fix", "bold"), f" (flake8-mp check {change.option}): ")
            yield from self._wrapped(head.append_text(self._prose(change.title)))
        elif change.program is not None:
            head = Text.assemble(("This works", "bold"), f" ({change.program.path.name}): ")
            yield from self._wrapped(head.append_text(self._prose(" ".join(change.program.docstring.split()))))
        yield from self._listing(change.lines, signed=any(line.sign in "+-" for line in change.lines))

    def _listing(self, lines: Sequence[Line], signed: bool = False) -> Iterator[Text]:
        """Draw lines of a program, each with its sign in front where any has changed."""
        for line, text in zip(lines, self._highlighted(lines), strict=True):
            style = _SIGNS.get(line.sign, "")
            if style:
                text = Text(line.text, style)
            sign = (line.sign if line.sign in "+-" else " ") + " " if signed else ""
            yield Text.assemble(" " * _INDENT, (sign, style)).append_text(text)

    def _highlighted(self, lines: Sequence[Line]) -> list[Text]:
        if not self._color:
            return [Text(line.text) for line in lines]
        from rich.syntax import Syntax

        code = "\n".join("" if line.sign in "^." else line.text for line in lines)
        found = Syntax("", "python", theme="ansi_dark").highlight(code).split("\n", allow_blank=True)
        return [*found, *(Text() for _ in lines)][: len(lines)]

    def _prose(self, text: str, style: str = "") -> Text:
        """Return prose with what is code set off from it: by colour, or by backticks where there is none."""
        if not self._color:
            return Text(text)
        found, end = Text(style=style), 0
        for match in _CODE.finditer(text):
            found.append(text[end : match.start()], style)
            found.append(match[1], "cyan")
            end = match.end()
        found.append(text[end:], style)
        return found

    def _wrapped(self, text: Text, before: str = "") -> Iterator[Text]:
        """Break prose into lines; ``before`` stands before the first one, and as many blanks before the others."""
        lines = text.wrap(self._console, max(self._columns - len(before), _NARROWEST // 2))
        for number, line in enumerate(lines):
            line.rstrip()
            yield Text(" " * len(before) if number else before).append_text(line)

    def _drawn(self, lines: Iterable[Text]) -> str:
        with self._console.capture() as captured:
            for line in lines:
                self._console.print(line, soft_wrap=True)
        return "\n".join(line.rstrip() for line in captured.get().splitlines())


def _paragraphs(rule: Rule) -> list[str]:
    """Return what a rule's page says after its first sentence: why, and what to do instead."""
    return (inspect.getdoc(rule) or "").replace("``", "`").strip().split("\n\n")[1:]


def _cut(text: str) -> str:
    return text if len(text) <= _PRINTED else f"{text[: _PRINTED - 1].rstrip()}\u2026"


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _quoted(text: str) -> str:
    return text if re.fullmatch(r"[\w.-]+", text) else f'"{text}"'
