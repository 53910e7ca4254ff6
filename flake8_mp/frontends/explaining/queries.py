"""What the user wants explained, and what that is about: codes, an error, a name of the API, or a symptom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from flake8_mp.explain import Match, bad_programs, errors_in, matches
from flake8_mp.frontends.explaining import apis, search
from flake8_mp.pages import PageError, breaks_under, chosen, summary
from flake8_mp.rule import NON_RULES, Rule, all_rules
from flake8_mp.selfcheck.record import recorded_errors
from flake8_mp.settings import START_METHODS, did_you_mean

MOST = 10
"""So many rules are named."""
_NEAR = 5
"""So many near things are named."""

_ERROR, _API, _SENDS, _MENTIONED, _IN_THE_PAGE, _METHOD, _CODE = 10.0, 9.0, 9.0, 3.0, 1.5, 4.0, 20.0
"""What counts how much: that a program gave the error; that reported lines use the name; that it hands over functions,
and the message says what cannot be handed over; that the first sentence or the message speaks of it; that the rest of
the page does; that a rule is about one start method; and that its code is named."""
_LESS = 0.5
"""What is left of the worth of the words of a name of the API, which mean more together than one by one; or of the
name, where it is an ordinary word as well, or has arguments which are what the question is about."""
_OPINION = 0.75
"""What is left of the worth of a rule about cost or style."""
_FAR_BEHIND = 0.3
"""Rules that fit so much less than the best are not named."""

_LIKE_A_CODE = re.compile(r"mp[0-9]{0,3}|mp[0-9]{3}[-_][a-z0-9_-]+", re.IGNORECASE)
_CODE_IN_TEXT = re.compile(r"\bMP[0-9]{3}\b")


class Refused(ValueError):
    """What is asked for is a code, and there is none like it; the text says so."""


@dataclass(frozen=True)
class Pages:
    """Rules, and codes that are no rules, that were asked for by code or name."""

    rules: tuple[Rule, ...]
    internal: tuple[str, ...] = ()
    """Codes like MP000, which are no rules."""


@dataclass(frozen=True)
class Candidates:
    """Rules that may be meant, the best first."""

    rules: tuple[Rule, ...]
    about: str
    """What they are for: the error, the name, the words, or the beginning of codes."""
    kind: Literal["error", "api", "words", "codes"]
    """Which of these it is; of codes the rules are all that begin so, in their order."""
    matches: tuple[Match, ...] = ()
    """Of an error, what was seen of it."""


@dataclass(frozen=True)
class Nothing:
    """Nothing fits."""

    about: str
    near: tuple[str, ...] = ()
    """What may have been meant, each of which can be explained."""
    is_error: bool = False
    """Whether it was the text of an error, which no program gave."""


Answer = Pages | Candidates | Nothing


def answer(asked: Sequence[str]) -> Answer:
    """Find out what words of a command line, or a text, are about.

    Raises :class:`Refused` for a code that is none, and :class:`RecordError` and :class:`FixtureError` for a package
    that is damaged.
    """
    text = "\n".join(asked) if any("\n" in word for word in asked) else " ".join(asked)
    elements = [element for element in re.split(r"[,\s]+", text) if element]
    if elements and all(map(_is_rule, elements)):
        return _by_code(elements)
    return _by_text(text)


def _is_rule(element: str) -> bool:
    """Return whether a word is meant as a code or is the name of a rule."""
    if _LIKE_A_CODE.fullmatch(element):
        return True
    return element.lower().replace("_", "-") in {rule.name for rule in all_rules()}


def _by_code(elements: Sequence[str]) -> Pages | Candidates:
    internal = tuple(dict.fromkeys(element.upper() for element in elements if element.upper() in NON_RULES))
    wanted = [element for element in elements if element.upper() not in NON_RULES]
    try:
        rules = tuple(chosen(wanted))
    except PageError as error:
        word = str(error).partition(":")[0]
        near = did_you_mean(word, [*(rule.code for rule in all_rules()), *(rule.name for rule in all_rules())])
        raise Refused(f"{error}{near or '; `flake8-mp rules` lists them'}") from None
    if any(re.fullmatch(r"mp[0-9]{0,2}", element, re.IGNORECASE) for element in wanted) and len(rules) > 1:
        return Candidates(rules, ", ".join(elements), "codes")
    return Pages(rules, internal)


def _by_text(text: str) -> Candidates | Nothing:
    errors = errors_in(text)
    about = errors[0].words if errors else " ".join(text.split())
    is_error = bool(errors and errors[0].name and errors[0].text) or "Traceback (most recent" in text
    found = matches(text, most=MOST)
    scores: dict[str, float] = {}
    by_api: dict[str, float] = {}
    _add(scores, ((m.rule.code, _ERROR * m.closeness * (0.6 + 0.4 * len(m.programs) / max(m.of, 1))) for m in found))
    if not is_error:
        _add(by_api, ((code, score) for code, score in _by_api(text) if score))
        as_name, as_words = (1.0, _LESS) if _is_name(text) else (_LESS, 1.0)
        _add(scores, ((code, as_name * score) for code, score in by_api.items()))
        _add(scores, ((code, as_words * score) for code, score in search.search(text).items()))
        _add(scores, _by_method(text))
    rules = {rule.code: rule for rule in all_rules()}
    _add(scores, ((code, _CODE) for code in _CODE_IN_TEXT.findall(text) if code in rules))
    scores = {code: score * (_OPINION if rules[code].severity == "info" else 1.0) for code, score in scores.items()}
    best = max(scores.values(), default=0.0)
    codes = [code for code, score in scores.items() if score >= _FAR_BEHIND * best]
    codes.sort(key=lambda code: (-round(scores[code], 6), code))
    if not codes:
        return Nothing(about, () if is_error else near(text), is_error)
    kind: Literal["error", "api", "words"]
    kind = "error" if found and found[0].rule.code == codes[0] else "api" if by_api else "words"
    return Candidates(tuple(rules[code] for code in codes[:MOST]), about, kind, tuple(found))


def _add(scores: dict[str, float], found: Iterable[tuple[str, float]]) -> None:
    for code, score in found:
        scores[code] = scores.get(code, 0.0) + score


def _by_api(text: str) -> Iterable[tuple[str, float]]:
    """Return what speaks for the rules where a name of the API is asked for."""
    api = apis.named(text)
    if api is None:
        return
    shares, sends = apis.speaks(api), apis.sends(api)
    for rule in all_rules():
        if sends and "{via}" in rule.message:  # it holds for whatever sends; which senders its programs use says little
            yield rule.code, _SENDS
        else:
            yield rule.code, _API * shares.get(rule.code, 0.0)
        if apis.mentions(api, f"{summary(rule)} {rule.message}") or rule.name.replace("-", "_").endswith(api.last):
            yield rule.code, _MENTIONED
        elif apis.mentions(api, type(rule).__doc__ or ""):
            yield rule.code, _IN_THE_PAGE


def _is_name(text: str) -> bool:
    """Return whether a name of the API is nothing else: neither an ordinary word nor a call with arguments."""
    api = apis.named(text)
    return api is not None and ("." in text or api.last in text) and re.search(r"\([^)]", text) is None


def _by_method(text: str) -> Iterable[tuple[str, float]]:
    """Return what speaks for the rules where a start method is asked for: that they are about it and not all."""
    method = text.strip().lower()
    if method in START_METHODS:
        for rule in all_rules():
            under = breaks_under(rule)
            if method in under and under != START_METHODS:
                yield rule.code, _METHOD / len(under)


_DIGITS = str.maketrans("oil", "011")


def near(text: str) -> tuple[str, ...]:
    """Return what may have been meant: names and codes of rules, names of the API, and symptoms."""
    known = {name.lower(): name for name in (*apis.names(), *_exceptions(), *search.known_words())}
    known |= {rule.name: rule.name for rule in all_rules()} | {rule.code.lower(): rule.code for rule in all_rules()}
    wanted = " ".join(text.split())[:100].lower()
    code = wanted.translate(_DIGITS)  # letters that look like digits
    found = [code] if code in known else get_close_matches(wanted, known, _NEAR, 0.75)
    for word in wanted.split() if " " in wanted else ():
        found += get_close_matches(word, known, 1, 0.85) if len(word) > 3 else []
    return tuple(dict.fromkeys(known[name] for name in found))[:_NEAR]


def _exceptions() -> set[str]:
    """Return the names of the exceptions that programs were seen to end with."""
    return {
        stated.partition(":")[0]
        for fixtures in bad_programs().values()
        for fixture in fixtures
        for texts in recorded_errors(fixture).values()
        for stated in texts
    }
