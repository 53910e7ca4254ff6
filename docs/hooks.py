"""What mkdocs does to make the site: the pages that are generated, and those that lie outside of ``docs/``.

Nothing of it is committed: the page of a rule is made of its docstring, its programs and what was observed when they
were run, each time the site is built.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

from flake8_mp.pages import site_pages
from flake8_mp.rule import all_rules

ROOT = Path(__file__).resolve().parent.parent

OUTSIDE = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "fixtures/README.md": "fixtures.md",
}
"""The pages that lie outside of ``docs/``, by their paths in the repository, and where they are on the site."""

GROUPS = {
    "1": "Start and import",
    "2": "Handing values over",
    "3": "Fork",
    "4": "Shared memory",
    "5": "Queues, pipes and managers",
    "6": "Processes, pools and executors",
    "7": "Cost",
    "8": "The end of processes",
    "9": "Opinions",
}
"""The groups of rules, by the first digit of their codes."""

_LINK = re.compile(r"(!?)\[([^][]*)\]\(([^()\s#]*)(#[^()\s]*)?\)")
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
_ROW = re.compile(r"^\| (MP\d{3})&nbsp;`([a-z-]+)`", re.MULTILINE)


def on_config(config: Any) -> Any:
    """Put the pages of the rules into the navigation, by groups."""
    for section in config.nav:
        if "Rules" in section:
            for digit, title in GROUPS.items():
                pages = [
                    {f"{rule.code} {rule.name}": f"rules/{rule.name}.md"}
                    for rule in all_rules()
                    if rule.code[2] == digit
                ]
                section["Rules"].append({f"MP{digit} {title}": pages})
    return config


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are not files in ``docs/``."""
    for path, target in OUTSIDE.items():
        text = (ROOT / path).read_text(encoding="utf-8")
        files.append(File.generated(config, target, content=_relocated(text, path, target)))
    for address, text in site_pages():
        files.append(File.generated(config, f"{address}.md", content=text))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Make links of the codes in the table of rules, and lead links out of ``docs/`` to the site's own pages."""
    path = page.file.src_uri
    if path == "rules/index.md":
        markdown = _ROW.sub(r"| [\1](\2.md)&nbsp;`\2`", markdown)
    if path not in OUTSIDE.values():
        markdown = _relocated(markdown, f"docs/{path}", path)
    return markdown


def _relocated(text: str, origin: str, target: str) -> str:
    """Return a page with links and pictures that hold on the site.

    ``origin`` is where the page lies in the repository, ``target`` where it is on the site. A link to a file that the
    site does not have becomes its text.
    """

    def moved(match: re.Match[str]) -> str:
        image, words, link, anchor = match[1], match[2], match[3], match[4] or ""
        if not link or ":" in link:
            return match[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(origin), link))
        there = OUTSIDE.get(path, path.removeprefix("docs/") if path.startswith("docs/") else "")
        if not there:
            return words
        return f"{image}[{words}]({posixpath.relpath(there, posixpath.dirname(target) or '.')}{anchor})"

    parts, end = [], 0
    for fence in _FENCE.finditer(text):
        parts += [_LINK.sub(moved, text[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join([*parts, _LINK.sub(moved, text[end:])])
