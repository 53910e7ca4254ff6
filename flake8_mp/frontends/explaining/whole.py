"""The whole page of a rule: every program behind it, what each did on every Python, and what a fix looks like."""

from __future__ import annotations

from flake8_mp.fixers import fixable_codes
from flake8_mp.pages import evidence, page
from flake8_mp.rule import Rule


def whole_page(rule: Rule) -> str:
    """Return the page in Markdown, with the first of the rule's programs that its fixer fixes, as a diff.

    Raises :class:`FixtureError` and :class:`RecordError` for a package that is damaged.
    """
    text = page(rule)
    if rule.code not in fixable_codes():
        return text
    from flake8_mp.frontends.fixed_programs import first_diff

    diff, option, name = first_diff(evidence(rule, "bad"))
    if not diff:
        return text
    return f"{text}\n## Fixed\n\n`flake8-mp check {option}` changes `{name}`:\n\n```diff\n{diff}```\n"
