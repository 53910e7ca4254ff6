"""The proof of the fixers: every bad program that one fixes lints clean, stays as it is then, and runs."""

from __future__ import annotations

import ast
import difflib
import io
import os
import tokenize
from collections import Counter
from pathlib import Path

import pytest

from flake8_mp import fixers
from flake8_mp.fixers import WITHOUT, fixable_codes, fixer_of
from flake8_mp.frontends.fix_policy import Policy
from flake8_mp.frontends.fixed_programs import AFTERWARDS, RECORD, Fixed, fixed, laid_out
from flake8_mp.frontends.fixing import apply_fixes
from flake8_mp.rule import all_rules
from flake8_mp.selfcheck.claims import OK
from flake8_mp.selfcheck.fixture import Fixture, fixture_paths, fixtures_root, load
from flake8_mp.selfcheck.interpreter import interpreter
from flake8_mp.selfcheck.matrix import plan, run_matrix
from flake8_mp.selfcheck.record import on, recorded
from flake8_mp.selfcheck.table import details
from flake8_mp.settings import START_METHODS
from tests.conftest import EVERYTHING, lint_enabling

EVERY_RUN = bool(os.environ.get("CI"))
"""Whether what is recorded as it is now, on this very Python, is run again."""
BAD = [
    path
    for path in sorted(fixture_paths(fixtures_root()))
    if path.stem.startswith("bad") and path.parent.name[:5].upper() in fixable_codes()
]


def label(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.fixture(scope="session")
def programs() -> dict[Path, Fixed]:
    return {path: fixed(load(path)) for path in BAD}


def changed_sources(program: Fixed) -> list[tuple[Path, str, str]]:
    """Return path, old and new text of the files that a fix has changed; skip where there are none."""
    if program.state not in ("safe", "unsafe"):
        pytest.skip(f"{program.state}: {'; '.join(program.reasons)}")
    pairs = zip(program.fixture.sources, program.texts, strict=True)
    return [(source.path, source.text, text) for source, text in pairs if source.text != text]


def codes(text: str, path: Path, code: str) -> Counter[str]:
    """Count what is found by the rules that are on by default, and by the one that is fixed."""
    return Counter(finding.code for finding in lint_enabling(text, path, {code}))


def comments(text: str) -> Counter[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return Counter(token.string for token in tokens if token.type == tokenize.COMMENT)


def test_a_fixer_belongs_to_a_rule() -> None:
    stems = {rule.code: f"{rule.code.lower()}_{rule.name.replace('-', '_')}" for rule in all_rules()}
    assert fixable_codes() <= set(stems)
    for code in fixable_codes():
        fixer = fixer_of(code)
        assert fixer is not None
        assert type(fixer).__module__.rpartition(".")[2] == stems[code]
        assert type(fixer).__name__ == next(type(rule).__name__ for rule in all_rules() if rule.code == code)


def test_fixers_read_no_messages() -> None:
    """Messages and the words about related places may be written in another way at any time."""
    folder = Path(fixers.__file__).parent
    for path in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                read = ast.unparse(node)
                assert node.attr != "message", (path.name, read)
                assert node.attr != "words" or read == "finding.words", (path.name, read)


def test_a_rule_has_a_fixer_or_a_reason() -> None:
    assert set(WITHOUT) == {rule.code for rule in all_rules()} - fixable_codes()


def test_a_fixer_says_whether_it_is_safe(programs: dict[Path, Fixed]) -> None:
    """What it says is what becomes of the programs of its rule."""
    states: dict[str, set[str]] = {code: set() for code in fixable_codes()}
    for program in programs.values():
        states[program.fixture.code].add(program.state)
    for code, found in states.items():
        fixer = fixer_of(code)
        assert fixer is not None
        said = set(fixer.applicability.split(", "))
        assert said == found & {"safe", "unsafe"}, code
        assert bool(fixer.unsafe) == ("unsafe" in said), code


@pytest.mark.parametrize("path", BAD, ids=label)
def test_what_is_fixed(programs: dict[Path, Fixed], path: Path) -> None:
    """It is clean, nothing new is found, it is not fixed again, and what the fix is not about stays."""
    program = programs[path]
    code = program.fixture.code
    policy = Policy(True, frozenset({code}))
    for source, old, new in changed_sources(program):
        before, after = codes(old, source, code), codes(new, source, code)
        assert after[code] == 0
        assert after - before == Counter()
        assert apply_fixes(new, str(source), EVERYTHING, policy).text == new
        assert_what_it_is_not_about_stays(old, new)
        ast.parse(new)
        assert difflib.SequenceMatcher(None, old.split("\n"), new.split("\n")).ratio() > 0.3


def assert_what_it_is_not_about_stays(old: str, new: str) -> None:
    """Comments are lost with the statement that they belong to only, and lines are taken, added or indented."""
    lost = comments(old) - comments(new)
    assert all("# error:" in comment for comment in lost), lost
    lines = Counter(line.strip() for line in new.splitlines())
    changed = [line for line in (Counter(map(str.strip, old.splitlines())) - lines) if line]
    assert len(changed) <= 8, changed
    assert new.endswith("\n") == old.endswith("\n")
    assert [line for line in new.splitlines() if line != line.rstrip()] == []


def seen_before(fixture: Fixture) -> bool:
    """Return whether a fixed program was seen to run without a fault on this very Python."""
    known, version = recorded(fixture, RECORD), interpreter().version
    wanted = AFTERWARDS.get(fixture.key, OK)
    return all(wanted in (on(version, known.get(method, {})) or ()) for method in START_METHODS)


def test_it_runs_under_every_start_method(
    programs: dict[Path, Fixed], tmp_path_factory: pytest.TempPathFactory
) -> None:
    ready = list(laid_out(programs.values(), tmp_path_factory.mktemp("fixed"), fixtures_root()))
    assert ready
    todo = [fixture for fixture in ready if EVERY_RUN or not seen_before(fixture)]
    results = run_matrix(plan(todo, START_METHODS, [interpreter()]))
    assert [details(result) for result in results if not result.holds] == []


def test_a_good_program_shows_the_advice_where_no_fixer_does(programs: dict[Path, Fixed]) -> None:
    """What a rule advises works: a fixer does it, or a good program of the same name, whose runs are recorded."""
    bad = [path for path in sorted(fixture_paths(fixtures_root())) if path.stem.startswith("bad")]
    fixed_ones = {path for path, program in programs.items() if program.state in ("safe", "unsafe")}
    shown = {path for path in bad if path.with_name(path.name.replace("bad", "good", 1)).exists()}
    assert [label(path) for path in bad if path not in fixed_ones | shown] == []


def test_what_ends_otherwise_is_fixed(programs: dict[Path, Fixed]) -> None:
    assert set(AFTERWARDS) <= {program.fixture.key for program in programs.values() if program.texts}


def test_what_was_fixed_still_is(programs: dict[Path, Fixed]) -> None:
    import json

    fixed = {program.fixture.key for program in programs.values() if program.state in ("safe", "unsafe")}
    keys = set(json.loads(RECORD.read_text(encoding="utf-8"))["fixtures"])
    assert keys - fixed == set()
