"""The documentation: the pages that people read, and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"

PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "fixtures" / "README.md",
    *sorted(DOCS.rglob("*.md")),
]


def label(path: Path) -> str:
    """Name a page as its links do."""
    return path.relative_to(ROOT).as_posix()


@cache
def text_of(name: str) -> str:
    """Return the text of a page, by its path from the root of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """Return the fenced blocks of a page that are in a language, also those inside of lists."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```$", text_of(name), re.DOTALL | re.MULTILINE)
    return [re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in found]


def the_block(name: str, language: str, word: str) -> str:
    """Return the block of a page with a word in it; fails unless there is exactly one."""
    [found] = [block for block in blocks(name, language) if word in block]
    return found


def prose(name: str) -> str:
    """Return a page without its fenced blocks."""
    return re.sub(r"^( *)```.*?^\1```$", "", text_of(name), flags=re.DOTALL | re.MULTILINE)


def commands() -> Iterator[tuple[str, str]]:
    """Yield the lines of all shell examples, each with its page; comments at their ends are left out."""
    for path in PAGES:
        for block in blocks(label(path), "sh"):
            for line in block.splitlines():
                command = re.sub(r"(^|\s+)# .*", "", line).strip()
                if command:
                    yield label(path), command


def anchors(name: str) -> set[str]:
    """Return what a link to a part of a page may name: its headings, as GitHub and mkdocs write them."""
    headings = re.findall(r"^#+ (.+)$", prose(name), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(name: str) -> Iterator[tuple[str, str]]:
    """Yield the links of a page that stay in the repository: the file, seen from its root, and the part of it."""
    plain = re.sub(r"(?<!\[)`[^`\n]*`", "", prose(name))
    for target, anchor in re.findall(r"\]\(([^()\s#]*)(?:#([^()\s]*))?\)", plain):
        if "://" not in target:
            path = ((ROOT / name).parent / target).resolve() if target else ROOT / name
            yield path.relative_to(ROOT).as_posix(), anchor
