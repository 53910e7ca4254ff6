"""Takes the picture of an editor for the documentation: ``python docs/picture/editor.py`` writes docs/editor.svg.

Neovim runs in tmux, with nobody's settings but those of editor.lua, and shows the example of the README with what the
server says of it. What tmux has on its screen then is drawn: nothing in the picture is typed by hand. It needs tmux,
Neovim and the extra ``lsp``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

HERE = Path(__file__).parent
PICTURE = HERE.parent / "editor.svg"
EXAMPLE = HERE.parent / "examples" / "weblog"
COLUMNS, LINES = 140, 29
WIDTH, HEIGHT = 7.83, 18.0
"""Of a character."""
MARGIN = 14.0
FOREGROUND, BACKGROUND = "#d8dee9", "#1c2028"
PATIENCE = 90.0

_PIECE = re.compile(r"\x1b\[([\d;:]*)m|\x1b\(B|\x0e|\x0f")


@dataclass(frozen=True)
class Style:
    """How characters look."""

    colour: str = FOREGROUND
    ground: str = ""
    line: str = ""
    """The colour of the line below them; empty for none."""
    bold: bool = False
    italic: bool = False
    reverse: bool = False


def screen() -> str:
    """Return what is on the screen of the editor, with the codes of colours and styles."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(EXAMPLE, folder / "weblog")
        ready = folder / "ready"
        (folder / "tmux.conf").write_text(
            "set -g status off\nset -g default-terminal tmux-256color\n"
            "set -as terminal-overrides ',*:Tc:Smulx=x:Setulc=x'\n"
        )
        environment = {
            **os.environ,
            "PYTHON": sys.executable,
            "FILE": "report.py",
            "READY": str(ready),
            "HOME": name,
            "XDG_CONFIG_HOME": name,
            "XDG_CACHE_HOME": name,
            "FLAKE8_MP_CACHE_DIR": str(folder / "cache"),
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
        }
        tmux = ["tmux", "-S", str(folder / "socket"), "-f", str(folder / "tmux.conf")]
        editor = f"nvim -u NONE -n -i NONE -S {HERE / 'editor.lua'}"
        size = ["-x", str(COLUMNS), "-y", str(LINES)]
        subprocess.run(
            [*tmux, "new-session", "-d", *size, "-c", str(folder / "weblog"), editor], env=environment, check=True
        )
        try:
            end = time.monotonic() + PATIENCE
            while not ready.exists():
                if time.monotonic() > end:
                    sys.exit("the editor has shown nothing")
                time.sleep(0.1)
            time.sleep(0.5)
            captured = subprocess.run(
                [*tmux, "capture-pane", "-e", "-p"], env=environment, check=True, capture_output=True, encoding="utf-8"
            )
        finally:
            subprocess.run([*tmux, "kill-server"], env=environment, check=False)
    return captured.stdout


def changed(style: Style, codes: str) -> Style:
    """Return a style after a sequence of codes."""
    numbers = codes.split(";")
    while numbers:
        code = numbers.pop(0)
        kind, *details = code.split(":")
        if kind in ("", "0"):
            style = Style()
        elif kind == "1":
            style = replace(style, bold=True)
        elif kind == "3":
            style = replace(style, italic=True)
        elif kind == "7":
            style = replace(style, reverse=True)
        elif kind == "4":
            style = replace(style, line="" if details == ["0"] else FOREGROUND)
        elif kind in ("38", "48", "58"):
            if not details:
                details, numbers = numbers[:4], numbers[4:]
            rgb = "#" + "".join(f"{int(each):02x}" for each in details[-3:])
            name = {"38": "colour", "48": "ground", "58": "line"}[kind]
            style = replace(style, **{name: rgb})
        elif kind == "39":
            style = replace(style, colour=FOREGROUND)
        elif kind == "49":
            style = replace(style, ground="")
    return style


def runs(captured: str) -> Iterator[tuple[int, int, str, Style]]:
    """Yield the pieces of a screen that have one style, each with its line and column."""
    style = Style()
    for number, line in enumerate(captured.splitlines()):
        column, at = 0, 0
        for match in [*_PIECE.finditer(line), None]:
            text = line[at : match.start() if match else len(line)]
            if text:
                yield number, column, text, style
                column += len(text)
            if match is not None:
                style = changed(style, match[1]) if match[1] is not None else style
                at = match.end()


def drawn(captured: str) -> str:
    """Return a screen as SVG: each piece as wide as its characters are in a grid, whatever the font."""
    width, height = COLUMNS * WIDTH + 2 * MARGIN, LINES * HEIGHT + 2 * MARGIN
    grounds, lines, texts = [], [], []
    for number, column, text, style in runs(captured):
        colour, ground = style.colour, style.ground
        if style.reverse:
            colour, ground = ground or BACKGROUND, colour
        x, y, wide = MARGIN + column * WIDTH, MARGIN + number * HEIGHT, len(text) * WIDTH
        if ground and ground != BACKGROUND:
            grounds.append(f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{HEIGHT:g}" fill="{ground}"/>')
        if style.line and text.strip():
            wave = "".join(f"q{WIDTH / 4:g} {2 if half % 2 else -2} {WIDTH / 2:g} 0" for half in range(2 * len(text)))
            lines.append(f'<path d="M{x:g} {y + HEIGHT - 2:g}{wave}" stroke="{style.line}" fill="none"/>')
        for word in re.finditer(r"\S+(?: \S+)*", text):
            at, long = x + word.start() * WIDTH, len(word[0]) * WIDTH
            looks = (' font-weight="bold"' if style.bold else "") + (' font-style="italic"' if style.italic else "")
            texts.append(
                f'<text x="{at:g}" y="{y + HEIGHT - 5:g}" textLength="{long:g}" fill="{colour}"{looks}>'
                f"{escape(word[0], quote=False)}</text>"
            )
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    font = 'font-family="ui-monospace, DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="13"'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>',
            "<title>Neovim with the language server of flake8-mp</title>",
            f'<rect width="{width:g}" height="{height:g}" rx="8" fill="{BACKGROUND}"/>',
            *grounds,
            *lines,
            *texts,
            "</svg>\n",
        )
    )


def main() -> None:
    """Take the picture."""
    PICTURE.write_text(drawn(screen()), encoding="utf-8")


if __name__ == "__main__":
    main()
