"""The header and the marks of a fixture, how fixtures are found, and which claim speaks of which Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flake8_mp.selfcheck.claims import ClaimError, Versions, parse_claims
from flake8_mp.selfcheck.fixture import FixtureError, find_fixtures, load

BAD = '"""It breaks."""\n# runs: fork=ok spawn=TypeError|hang forkserver=TypeError\n'
MARKED = "x = 1  # error: MP999\n"


@pytest.fixture
def rule(tmp_path: Path) -> Path:
    folder = tmp_path / "mp999_sample_rule"
    folder.mkdir()
    return folder


def write(rule: Path, name: str, text: str) -> Path:
    path = rule / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_everything_in_a_header_is_read(rule: Path) -> None:
    path = write(
        rule,
        "bad_all.py",
        '"""It breaks.\n\nIn two ways.\n"""\n'
        "# runs: fork=ok spawn=TypeError|hang forkserver=exit=1|warns=UserWarning\n"
        "# runs: forkserver@>=3.14=signal=SIGSEGV forkserver@3.15=ok\n"
        "# prints: a  b\n# prints:\n# prints: # c\n"
        "# time-limit: 2.5\n# python: >=3.12,<3.15\n# needs: numpy, pandas\n"
        "# args: one 'two three'\n# flags: -W always\n# run-as: package\n"
        "# An ordinary comment: it may say what it likes\n"
        "import os\n"
        "f(  # error: MP999, MP201\n    os)  # error: MP202  # todo: MP203\n",
    )
    fixture = load(path)
    assert fixture.kind == "bad"
    assert fixture.docstring == "It breaks.\n\nIn two ways."
    assert (fixture.code, fixture.rule_name, fixture.key) == (
        "MP999",
        "sample-rule",
        "mp999_sample_rule/bad_all.py",
    )
    assert fixture.prints == ("a  b", "", "# c")
    assert fixture.time_limit == 2.5
    assert (3, 13, 1) in fixture.python
    assert (3, 15, 0) not in fixture.python
    assert fixture.needs == ("numpy", "pandas")
    assert fixture.args == ("one", "two three")
    assert fixture.flags == ("-W", "always")
    assert fixture.run_as == "package"
    assert fixture.errors == ((18, ("MP999", "MP201")), (19, ("MP202",)))
    assert fixture.todos == ((19, ("MP203",)),)
    assert fixture.methods_wrong == {"spawn", "forkserver"}
    assert fixture.claim("forkserver", (3, 13, 0)).text == "exit=1|warns=UserWarning"
    assert fixture.claim("forkserver", (3, 14, 8)).text == "signal=SIGSEGV"
    assert fixture.claim("forkserver", (3, 15, 0)).text == "ok"


@pytest.mark.parametrize(
    ("name", "text", "line", "cause"),
    [
        ("other.py", "", 1, "name a fixture"),
        ("bad.py", "x = 1  # error: MP999\n", 1, "docstring"),
        ("bad.py", '"""It breaks."""\n' + MARKED, 1, "needs a # runs: line"),
        ("bad.py", BAD + "x = 1\n", 1, "needs a # error: or # todo: line"),
        ("bad.py", BAD + "x = 1  # error: 999\n", 3, "write the codes as in # error: MP201, MP205"),
        ("bad.py", BAD + "x = 1  # todo MP999\n", 3, "write the codes"),
        ("bad.py", BAD + "# error: MP999\nx = 1\n", 3, "at the end of the line"),
        ("bad.py", BAD + "# run: fork=ok\n" + MARKED, 3, "'run' is not a header"),
        ("bad.py", BAD + MARKED + "# prints: x\n", 4, "before the first statement"),
        ("bad.py", BAD + "# time-limit: soon\n" + MARKED, 3, "'soon' is not a number"),
        ("bad.py", BAD + "# time-limit: 2\n# time-limit: 3\n" + MARKED, 4, "given twice"),
        ("bad.py", BAD + "# python: 3\n" + MARKED, 3, "'3' is not a version"),
        ("bad.py", BAD + "# run-as: root\n" + MARKED, 3, "'root' is not one of"),
        ("bad.py", BAD + "# needs:\n" + MARKED, 3, "is empty"),
        ("bad.py", BAD + "# runs: spawn=ok\n" + MARKED, 3, "spawn is claimed twice"),
        ("bad.py", '"""."""\n# runs: fork=ok\n' + MARKED, 2, "nothing is claimed for spawn"),
        ("bad.py", '"""."""\n# runs: fork=ok spawn=ok forkserver=ok\n' + MARKED, 2, "goes wrong under one"),
        ("bad.py", '"""."""\n# runs: fork\n' + MARKED, 2, "'fork' is not a claim"),
        ("bad.py", '"""."""\n# runs: threads=ok\n' + MARKED, 2, "'threads' is not a start method"),
        ("bad.py", '"""."""\n# runs: fork=hagn\n' + MARKED, 2, "'hagn' in 'fork=hagn' is not an outcome"),
        ("good.py", '"""."""\n' + MARKED, 2, "has no # error: line"),
        ("good.py", '"""."""\n# runs: fork=hang spawn=ok forkserver=ok\n', 2, "is ok, not hang"),
        ("shapes.py", '"""."""\n# runs: fork=ok\n', 2, "never run"),
    ],
)
def test_a_malformed_fixture_names_file_line_and_cause(rule: Path, name: str, text: str, line: int, cause: str) -> None:
    path = write(rule, name, text)
    with pytest.raises(FixtureError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert cause in str(caught.value)


def test_what_is_no_python_is_named_with_the_line_that_python_says(rule: Path) -> None:
    # Releases of Python differ in whether that is the line where the text ends, or the last one with something in it.
    path = write(rule, "bad.py", '"""."""\nx = (  # error: MP999\n')
    with pytest.raises(FixtureError, match=rf"^{re.escape(str(path))}:[23]: not valid Python: "):
        load(path)


def test_a_folder_is_one_fixture(rule: Path) -> None:
    write(rule, "bad_two/main.py", BAD + "import helper\n")
    write(rule, "bad_two/helper.py", "x = 1  # error: MP999\n")
    fixture = load(rule / "bad_two")
    assert fixture.main.name == "main.py"
    assert [source.path.name for source in fixture.sources] == ["main.py", "helper.py"]
    assert fixture.errors == ()
    assert fixture.sources[1].errors == ((1, ("MP999",)),)


def test_a_folder_needs_a_program(rule: Path) -> None:
    write(rule, "bad_two/helper.py", "")
    with pytest.raises(FixtureError, match=r"needs a main\.py"):
        load(rule / "bad_two")


def test_the_digest_follows_every_file(rule: Path) -> None:
    write(rule, "good_two/main.py", '"""Fine."""\n')
    helper = write(rule, "good_two/helper.py", "x = 1\n")
    before = load(rule / "good_two").digest
    helper.write_text("x = 2\n", encoding="utf-8")
    assert load(rule / "good_two").digest != before


def test_fixtures_are_found_by_code_name_stem_and_path(rule: Path) -> None:
    root = rule.parent
    good = write(rule, "good.py", '"""Fine."""\n')
    other = write(root / "mp101_else", "good.py", '"""Fine."""\n')
    write(rule, "notes.txt", "")

    def found(*selection: str | Path) -> list[Path]:
        return [fixture.path for fixture in find_fixtures(selection, root)]

    assert found() == [other, good]
    for selection in (
        "MP999",
        "mp9",
        "sample-rule",
        "mp999_sample_rule",
        "mp999_sample_rule/good.py",
        good,
        rule,
    ):
        assert found(selection) == [good], selection
    assert found(root, good) == [other, good]


@pytest.mark.parametrize("selection", ["MP998", "no-such-rule", "no/such/path.py"])
def test_what_names_nothing_is_an_error(rule: Path, selection: str) -> None:
    write(rule, "good.py", '"""Fine."""\n')
    with pytest.raises(FixtureError, match=selection):
        find_fixtures([selection], rule.parent)


def test_no_fixtures_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FixtureError, match="no fixtures here"):
        find_fixtures((), tmp_path)
    with pytest.raises(FixtureError, match="no fixtures here"):
        find_fixtures([tmp_path])


@pytest.mark.parametrize(
    ("text", "version", "inside"),
    [
        ("3.14", (3, 14, 8), True),
        ("3.14.8", (3, 14, 8), True),
        ("3.14.7", (3, 14, 8), False),
        (">3.13", (3, 13, 5), False),
        (">=3.13", (3, 13, 0), True),
        ("<=3.13", (3, 13, 9), True),
        ("<3.13", (3, 13, 0), False),
        (">=3.12,<3.14", (3, 14, 0), False),
    ],
)
def test_versions(text: str, version: tuple[int, ...], inside: bool) -> None:
    assert (version in Versions.parse(text)) is inside
    assert str(Versions.parse(text)) == text


def test_versions_that_cannot_be_read() -> None:
    with pytest.raises(ClaimError, match="~3"):
        Versions.parse("~3,14")


def test_the_narrowest_claim_wins(rule: Path) -> None:
    text = "fork=hang spawn=hang forkserver=hang fork@>=3.12=leak fork@>=3.13=wrong fork@3.14=ok fork@3.14.2=orphan"
    fixture = load(write(rule, "bad.py", f'"""."""\n# runs: {text}\n' + MARKED))
    wanted = {
        (3, 11, 7): "hang",
        (3, 12, 1): "leak",
        (3, 13, 0): "wrong",
        (3, 14, 8): "ok",
        (3, 14, 2): "orphan",
        (3, 15, 0): "wrong",
    }
    assert {version: fixture.claim("fork", version).text for version in wanted} == wanted


@pytest.mark.parametrize(
    ("claim", "words", "holds"),
    [
        ("ok", {"ok"}, True),
        ("ok", {"leak"}, False),
        ("leak", {"leak", "exit=1"}, True),
        ("hang|TypeError", {"TypeError", "exit=1"}, True),
        ("hang|ok", {"ok"}, True),
        ("hang|ok", {"exit=1"}, False),
    ],
)
def test_when_a_claim_holds(claim: str, words: set[str], holds: bool) -> None:
    assert parse_claims(f"fork={claim}")[0].holds(words) is holds
