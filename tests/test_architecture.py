"""The borders between the layers, the size of files, and the house style of messages and fixtures."""

from __future__ import annotations

import ast
import io
import re
import string
import subprocess
import sys
import tokenize
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

from flake8_mp.rule import Rule, all_rules
from tests.conftest import ROOT

PACKAGE = ROOT / "flake8_mp"
FIXTURES = ROOT / "fixtures"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "_fixtures" not in path.parts)
RULES = sorted((PACKAGE / "rules").glob("mp*.py"))
FACTS = sorted((PACKAGE / "facts").rglob("*.py"))

PLAIN = {"__future__", "collections", "dataclasses", "enum", "functools", "itertools", "operator", "typing"}
"""Modules of the standard library that a rule may use: none of them reads source text."""


def label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return all nodes of a file."""
    return tuple(ast.walk(ast.parse(path.read_bytes())))


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Name every module that a file imports, wherever in the file and for whatever purpose."""
    package = [PACKAGE.name, *path.relative_to(PACKAGE).parent.parts]
    found: list[str] = []
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            found += [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return tuple(found)


def inside(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def wrong(paths: Iterable[Path], faults: Callable[[Path], Iterable[object]]) -> dict[str, list[object]]:
    """Return what is wrong in some files, by the file: one test for hundreds of them, which names all that fail."""
    found = {label(path): list(faults(path)) for path in paths}
    assert found
    return {name: each for name, each in found.items() if each}


def code_lines(path: Path) -> int:
    """Count the lines that carry code: no blank lines, no comments, no docstrings."""
    source = path.read_text(encoding="utf-8")
    quiet = {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENCODING,
    }
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in quiet and token.type != tokenize.ENDMARKER:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in nodes(path):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            lines.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(lines)


def test_what_a_file_keeps_to_itself_is_used() -> None:
    """A constant, function or class with an underscore is of no use to other files."""

    def unused(path: Path) -> list[str]:
        text = path.read_text(encoding="utf-8")
        own: list[str] = []
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                own.append(node.name)
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                own += [target.id for target in targets if isinstance(target, ast.Name)]
        private = [name for name in own if name.startswith("_") and not name.startswith("__")]
        return [name for name in private if len(re.findall(rf"\b{name}\b", text)) < 2]

    assert wrong(SOURCES, unused) == {}


class TestBorders:
    @pytest.mark.parametrize("path", RULES, ids=label)
    def test_a_rule_sees_facts_only(self, path: Path) -> None:
        allowed = (*PLAIN, "flake8_mp.rule", "flake8_mp.facts")
        beyond = [module for module in imports(path) if not inside(module, *allowed)]
        assert [module for module in beyond if module != "flake8_mp"] == []

    @pytest.mark.parametrize(
        ("folder", "names"),
        [
            ("facts", "rules engine frontends fixers selfcheck pages"),
            ("selfcheck", "rules facts frontends fixers"),
            ("frontends/formats", "engine facts fixers pages explain frontends.flake8_plugin"),
        ],
        ids=["facts-have-no-opinion", "the-self-check-knows-no-insides-of-rules", "a-format-sees-reports-only"],
    )
    def test_a_layer_does_not_see_those_above(self, folder: str, names: str) -> None:
        forbidden = [f"flake8_mp.{name}" for name in names.split()]
        files = sorted((PACKAGE / folder).rglob("*.py"))
        assert wrong(files, lambda path: [name for name in imports(path) if inside(name, *forbidden)]) == {}

    def test_libraries_stay_in_their_rooms(self) -> None:
        rooms = {
            "libcst": "flake8_mp/fixers/",
            "pygls": "flake8_mp/frontends/lsp",
            "lsprotocol": "flake8_mp/frontends/lsp",
            "tomlkit": "flake8_mp/frontends/lsp",
            "flake8": "flake8_mp/frontends/flake8_plugin.py",
            "platformdirs": "flake8_mp/frontends/cache.py",
            "argcomplete": "flake8_mp/frontends/",
            "rich": "flake8_mp/frontends/explaining/",
            "watchfiles": "flake8_mp/frontends/watching.py",
        }
        at_home = {"flake8_mp", *sys.stdlib_module_names}

        def foreign(path: Path) -> list[str]:
            tops = {module.partition(".")[0] for module in imports(path)} - at_home
            return sorted(top for top in tops if not label(path).startswith(rooms.get(top, "nowhere")))

        assert wrong(SOURCES, foreign) == {}

    def test_the_code_of_users_is_never_run(self) -> None:
        running = {"exec", "eval", "compile", "runpy", "__import__"}

        def runs(path: Path) -> set[str]:
            return running & {*imports(path), *(node.id for node in nodes(path) if isinstance(node, ast.Name))}

        # The self-check runs our own fixtures, each in a process of its own.
        assert wrong((path for path in SOURCES if not label(path).startswith("flake8_mp/selfcheck/")), runs) == {}

    def test_the_plugin_pulls_in_next_to_nothing(self) -> None:
        program = (
            "import sys; before = set(sys.modules);"
            "import flake8_mp.frontends.flake8_plugin; print(*sorted(set(sys.modules) - before))"
        )
        run = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
        )
        ours = {name for name in run.stdout.split() if inside(name, "flake8_mp")}
        assert ours == {"flake8_mp", "flake8_mp.frontends", "flake8_mp.frontends.flake8_plugin"}
        assert not {"libcst", "pygls", "dataclasses", "ast", "tomllib"} & set(run.stdout.split())

    def test_a_file_that_does_not_matter_loads_no_facts(self) -> None:
        program = (
            "import sys; from flake8_mp.engine import lint; lint('import os\\n');"
            "print(*sorted(name for name in sys.modules if name.startswith('flake8_mp.')))"
        )
        run = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
        )
        names = ("engine", "remarks", "rule", "settings")
        assert run.stdout.split() == [f"flake8_mp.{name}" for name in names]


class TestSizes:
    @pytest.mark.parametrize("path", RULES, ids=label)
    def test_a_rule_is_short(self, path: Path) -> None:
        assert code_lines(path) <= 80

    def test_a_file_of_facts_holds_one_subject(self) -> None:
        assert {label(path): lines for path in FACTS if (lines := code_lines(path)) > 400} == {}

    def test_no_file_is_named_after_nothing(self) -> None:
        vague = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
        about_managers = {rule.stem for rule in RULES}  # those of multiprocessing; their fixers are called alike

        def vague_words(path: Path) -> set[str]:
            words = {*path.stem.split("_"), *path.relative_to(PACKAGE).parent.parts}
            return words & (vague - {"manager"} if path.stem in about_managers else vague)

        assert wrong(SOURCES, vague_words) == {}


def formatted(rule: Rule) -> str:
    """Fill a message's template with names of a usual length."""
    fields = {field for _, field, _, _ in string.Formatter().parse(rule.message) if field}
    return rule.message.format(**dict.fromkeys(fields, "self.worker_pool"[:12]))


def rule_id(rule: Rule) -> str:
    return rule.code


class TestMessages:
    @pytest.mark.parametrize("rule", all_rules(), ids=rule_id)
    def test_it_is_short(self, rule: Rule) -> None:
        assert len(formatted(rule)) <= 100, formatted(rule)

    @pytest.mark.parametrize("rule", all_rules(), ids=rule_id)
    def test_it_says_what_is_wrong_and_what_to_do(self, rule: Rule) -> None:
        assert ";" in rule.message
        assert not rule.message.rstrip().endswith((".", "!", ";"))
        assert rule.message == " ".join(rule.message.split())

    @pytest.mark.parametrize("rule", all_rules(), ids=rule_id)
    def test_it_is_plain(self, rule: Rule) -> None:
        words = set(re.findall(r"[a-z]+", re.sub(r"\{[^}]*\}", "", rule.message).lower()))
        assert words & {"should", "please", "may", "might", "could", "will", "would"} == set()

    @pytest.mark.parametrize("rule", all_rules(), ids=rule_id)
    def test_it_has_nothing_that_editors_read_as_a_place(self, rule: Rule) -> None:
        assert re.search(r":\d+:\d+: ", formatted(rule)) is None


class TestFixtures:
    @pytest.mark.parametrize("path", RULES, ids=label)
    def test_a_rule_has_evidence(self, path: Path) -> None:
        folder = FIXTURES / path.stem
        assert list(folder.glob("bad*")), "no program that goes wrong"
        assert list(folder.glob("good*")), "no program that is fine"
        assert (folder / "shapes.py").is_file()

    def test_evidence_has_a_rule(self) -> None:
        folders = {path.name for path in FIXTURES.iterdir() if path.name.startswith("mp")}
        assert folders - {path.stem for path in RULES} == set()


def test_there_are_rules() -> None:
    assert RULES
    assert len(RULES) == len(all_rules())
