"""The site that mkdocs makes of the documentation: it is built strictly, and links to the rules' pages lead there."""

from __future__ import annotations

import json
import re
from html import unescape
from importlib.util import find_spec
from pathlib import Path

import pytest

from flake8_mp.frontends.formats._text import address
from flake8_mp.pages import evidence
from flake8_mp.rule import Rule, all_rules
from tests.documents import PAGES

pytestmark = pytest.mark.skipif(
    find_spec("mkdocs") is None or find_spec("material") is None,
    reason="mkdocs and mkdocs-material are not installed (extra docs)",
)


def shown(site: Path, page: str) -> str:
    """Return the text of a page's article, without its markup."""
    html = (site / page / "index.html").read_text(encoding="utf-8")
    article = html[html.index("<article") : html.index("</article>")]
    return unescape(re.sub(r"<[^>]*>", "", article))


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_the_page_of_a_rule_is_where_links_lead(site: Path, rule: Rule) -> None:
    page = address("/", rule.code, rule.name).lstrip("/")
    text = shown(site, page)
    assert f"{rule.code} {rule.name}" in text
    tables = len(re.findall(r"^Python\nfork\nspawn\nforkserver$", text, re.MULTILINE))
    assert tables == sum(fixture.kind != "shapes" for fixture in evidence(rule))


def test_the_table_of_rules_links_to_all_of_them(site: Path) -> None:
    html = (site / "rules" / "index.html").read_text(encoding="utf-8")
    linked = set(re.findall(r'<a href="([a-z-]+)/">MP\d{3}</a>', html))
    assert linked == {rule.name for rule in all_rules()}


def test_every_page_of_the_repository_is_there(site: Path) -> None:
    titles = {re.findall(r"^# (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)[0] for path in PAGES}
    found = {
        unescape(re.sub(r"<[^>]*>", "", title))
        for path in site.rglob("index.html")
        for title in re.findall(r"<h1[^>]*>(.*?)<a class=\"headerlink\"", path.read_text(encoding="utf-8"))
    }
    assert titles <= found


def test_a_search_finds_rules_keys_and_terms(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    places = {entry["location"] for entry in index["docs"]}
    assert {f"rules/{rule.name}/" for rule in all_rules()} <= places
    assert {"configuration/#docs-url", "glossary/#entry-guard", "command-line/#exit-status"} <= places


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in (site / "index.html", site / "rules" / "lambda-handoff" / "index.html"):
        html = page.read_text(encoding="utf-8")
        assert (
            re.findall(r"<(?:script|img|iframe)[^>]*src=\"https?:[^\"]*\"|<link[^>]*href=\"https?:[^\"]*\"", html) == []
        )


def test_hooks_and_sources_are_not_published(site: Path) -> None:
    assert not list(site.rglob("*.py"))
    assert not list(site.rglob("*.md"))
