"""What is found depends on code: comments change nothing, whatever they say and wherever they stand."""

from __future__ import annotations

import ast
import io
import tokenize
from pathlib import Path

import pytest

from flake8_mp.facts.source import Source
from flake8_mp.selfcheck.fixture import fixture_paths, fixtures_root
from tests.conftest import lint_everything

PROGRAMS = sorted(path for path in fixture_paths(fixtures_root()) if path.name in ("bad.py", "shapes.py"))
SAYS_EVERYTHING = (
    "# multiprocessing copyreg reduction register_at_fork threading.Thread run_in_executor logging yield patch .setattr( "
    "fork( global nonlocal Manager if __name__ == '__main__' __setattr__ .setter get_worker_info daemon"
)


def without_comments(text: str) -> str:
    """Return a program with blanks in place of its comments."""
    lines = text.splitlines(keepends=True)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            (row, start), (_, end) = token.start, token.end
            line = lines[row - 1]
            lines[row - 1] = line[:start] + " " * (end - start) + line[end:]
    return "".join(lines)


def apart(text: str) -> str:
    """Return a program with a long comment before each of its lines that begins a statement."""
    starts = {node.lineno for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt)}
    starts -= {
        line
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.decorator_list
        for line in range(node.decorator_list[0].lineno + 1, node.lineno + 1)
    }
    lines = text.splitlines(keepends=True)
    return "".join(f"{SAYS_EVERYTHING}\n{line}" if number in starts else line for number, line in enumerate(lines, 1))


def result(text: str, path: Path) -> list[tuple[str, str, int]]:
    return [(finding.code, finding.message, finding.span.column) for finding in lint_everything(text, path)]


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_program_is_the_same_without_its_comments_and_with_many_more(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    bare = without_comments(text)
    assert result(bare, path) == result(text, path)
    assert result(apart(bare), path) == result(text, path)


def test_code_is_the_text_without_its_comments() -> None:
    compared = 0
    for path in fixture_paths(fixtures_root()):
        if path.is_dir():
            continue
        text = path.read_text(encoding="utf-8")
        try:
            source = Source(ast.parse(text), text, str(path))
        except SyntaxError:  # of a newer Python
            continue
        assert source.code == without_comments(text), path
        compared += 1
    assert compared > 500
