"""The output formats: what each prints, exactly, and that nothing that a report can hold breaks one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from flake8_mp.frontends import formats
from flake8_mp.frontends.formats import FormatError, Run, load, names, statistics
from flake8_mp.frontends.formats._docs import docs
from flake8_mp.frontends.formats._seen import seen
from flake8_mp.frontends.report import FileReport, Suggestion
from flake8_mp.pages import summary
from flake8_mp.rule import all_rules
from flake8_mp.selfcheck import record
from tests.conftest import ROOT
from tests.reports import (
    ARRAYS,
    CASES,
    NAMES,
    NOTEBOOK,
    ORDINARY,
    PROBLEM,
    RUN,
    SEVERAL,
    SOURCE,
    WEIRD,
    at,
    found,
    of,
    printed,
)


class TestChoice:
    def test_every_module_is_a_format(self) -> None:
        assert names() == NAMES
        for name in names():
            assert load(name).__module__.endswith(f".formats.{name.replace('-', '_')}")

    def test_an_unknown_one_is_reported(self) -> None:
        with pytest.raises(FormatError, match="'xml' is not an output format; choose from azure, concise"):
            load("xml")
        for odd in ("_text", "", "Full", "json_lines", "full.py", "__init__"):
            with pytest.raises(FormatError):
                load(odd)

    def test_a_file_that_is_dropped_in_is_a_format(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        text = "from flake8_mp.frontends.formats import Format\nclass OneMore(Format):\n    pass\n"
        (tmp_path / "one_more.py").write_text(text)
        (tmp_path / "wrong.py").write_text("class Other:\n    pass\n")
        monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path)])
        assert "one-more" in names()
        assert load("one-more")(RUN).end() == ""
        with pytest.raises(TypeError, match="declare a class Wrong"):
            load("wrong")

    def test_little_is_imported(self) -> None:
        program = (
            "import sys; before = set(sys.modules); from flake8_mp.frontends.formats import Run, load, names; names();"
            "one = load('full')(Run(False, 0, '/', '1')); two = load('concise')(Run(False, 0, '/', '1'));"
            "from flake8_mp.frontends.report import FileReport; one.file(FileReport('a.py')), one.end();"
            "print(*sorted(set(sys.modules) - before))"
        )
        run = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
        )
        loaded = set(run.stdout.split())
        assert {name for name in loaded if name.startswith("flake8_mp.") and ".frontends" not in name} <= {
            "flake8_mp.paths",
            "flake8_mp.remarks",
            "flake8_mp.settings",
            "flake8_mp.terminal",
        }
        assert not {"json", "xml", "hashlib", "unicodedata", "urllib", "textwrap", "tempfile", "argparse"} & loaded

    def test_describing_a_rule_imports_none(self) -> None:
        program = (
            "import sys; from flake8_mp.frontends.formats._docs import docs; assert docs('MP201').instead;"
            "print(*(name for name in sys.modules if name.startswith(('flake8_mp.rules.', 'flake8_mp.facts'))))"
        )
        run = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
        )
        assert run.stdout.strip() == ""


class TestEveryFormat:
    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("case", CASES)
    @pytest.mark.parametrize("run", [RUN, Run(True, 20, "/", "")], ids=["plain", "colored"])
    def test_nothing_breaks_it(self, name: str, case: str, run: Run) -> None:
        text = printed(name, *CASES[case], run=run)
        for encoding in ("utf-8", "ascii", "cp1252"):
            text.encode(encoding, "backslashreplace")
        if name in (*ARRAYS, "sarif", "rdjson", "junit"):
            assert text.isascii()
        if name == "junit":
            assert "<!" not in text
            assert ET.fromstring(text).tag == "testsuites"
        elif name == "json-lines":
            assert all(isinstance(json.loads(line), dict) for line in text.splitlines())
        elif name in (*ARRAYS, "sarif", "rdjson"):
            document = json.loads(text)
            assert isinstance(document, list if name in ARRAYS else dict)
            json.dumps(document, ensure_ascii=False).encode()  # there are no lone surrogates
        elif not run.color:
            assert all(character.isprintable() or character == "\n" for character in text)
        assert text == "" or text.endswith("\n")

    @pytest.mark.parametrize("name", ["full", "concise", "grouped", "json-lines", "github"])
    def test_some_print_nothing_where_nothing_is_found(self, name: str) -> None:
        assert printed(name, FileReport("clean.py")) == ""

    @pytest.mark.parametrize("name", ["full", "concise", "grouped", "json-lines", "github"])
    def test_some_print_as_soon_as_a_file_is_done(self, name: str) -> None:
        one = load(name)(RUN)
        assert one.file(ORDINARY)
        assert one.end() == ""

    @pytest.mark.parametrize("name", ["json", "gitlab", "sarif", "junit", "rdjson"])
    def test_the_others_keep_no_texts(self, name: str) -> None:
        one = load(name)(RUN)
        assert one.file(ORDINARY) == one.file(FileReport("clean.py")) == ""
        assert not any(file.texts for file in getattr(one, "files", ()))
        assert len(getattr(one, "files", [1])) == 1


class TestLines:
    def test_concise(self) -> None:
        assert printed("concise", *SEVERAL, NOTEBOOK, PROBLEM).splitlines() == [
            "program.py:7:24: MP201 Pool.map cannot pickle a lambda",
            "other.py:3:1: MP501 Pool.map cannot pickle a lambda (under spawn and forkserver)",
            "other.py:12:10: MP201 Pool.map cannot pickle a lambda (under fork)",
            "book.ipynb:cell 3:2:5: MP201 Pool.map cannot pickle a lambda",
        ]

    def test_a_finding_stays_on_its_line(self) -> None:
        report = found(at(1, 1, 2, "a\nb.py"), message="one\ntwo\x1b[2J\u2028\u202e\x85")
        assert printed("concise", of("x", report, path="a\nb.py")) == (
            "a\u240ab.py:1:1: MP201 one\u240atwo\u241b[2J\\u2028\\u202e\\x85\n"
        )

    def test_grouped(self) -> None:
        assert printed("grouped", *SEVERAL, NOTEBOOK, PROBLEM) == (
            "program.py:\n  7:24  MP201  Pool.map cannot pickle a lambda\n\n"
            "other.py:\n"
            "   3:1   MP501  Pool.map cannot pickle a lambda (under spawn and forkserver)\n"
            "  12:10  MP201  Pool.map cannot pickle a lambda (under fork)\n\n"
            "book.ipynb:\n  cell 3:2:5  MP201  Pool.map cannot pickle a lambda\n\n"
        )

    def test_github(self) -> None:
        many = of("x\ny\n", found(at(1, 1, 2, to=2)), found(at(1, 1, 1), message="50%\r\n, a: b", severity="warning"))
        odd = found(at(1, 2, 3, "x:y,z%.py"), severity="info", methods=("spawn",))
        assert printed("github", ORDINARY, many, of("x", odd), NOTEBOOK, PROBLEM).splitlines() == [
            (
                "::error title=flake8-mp (MP201),file=program.py,line=7,endLine=7,col=24,endColumn=30"
                "::program.py:7:24: MP201 Pool.map cannot pickle a lambda"
            ),
            (
                "::error title=flake8-mp (MP201),file=program.py,line=1,endLine=2"
                "::program.py:1:1: MP201 Pool.map cannot pickle a lambda"
            ),
            (
                "::warning title=flake8-mp (MP201),file=program.py,line=1,endLine=1,col=1,endColumn=1"
                "::program.py:1:1: MP201 50%25\u240d\u240a, a: b"
            ),
            (
                "::notice title=flake8-mp (MP201),file=x%3Ay%2Cz%25.py,line=1,endLine=1,col=2,endColumn=3"
                "::x:y,z%25.py:1:2: MP201 Pool.map cannot pickle a lambda (under spawn)"
            ),
            (
                "::warning title=flake8-mp (MP201),file=book.ipynb"
                "::book.ipynb:cell 3:2:5: MP201 Pool.map cannot pickle a lambda"
            ),
            "::error title=flake8-mp,file=broken.py::broken.py: line 3: invalid syntax",
        ]


class TestJson:
    def test_an_object(self) -> None:
        (entry,) = json.loads(printed("json", ORDINARY, PROBLEM))
        filename = os.path.join(RUN.root, "program.py")  # noqa: PTH118
        assert entry == {
            "code": "MP201",
            "name": "lambda-handoff",
            "message": "Pool.map cannot pickle a lambda",
            "severity": "error",
            "methods": ["fork", "spawn", "forkserver"],
            "filename": filename,
            "cell": None,
            "location": {"row": 7, "column": 24},
            "end_location": {"row": 7, "column": 30},
            "related": [
                {
                    "message": "the lambda",
                    "filename": filename,
                    "cell": None,
                    "location": {"row": 3, "column": 10},
                    "end_location": {"row": 3, "column": 35},
                }
            ],
            "fingerprint": "0123456789abcdef",
            "help": "define a function with `def` at module level, and bind arguments with `functools.partial`.",
            "url": None,
            "fix": None,
            "no_fix": None,
        }

    def test_a_fix(self) -> None:
        edits = ((at(3, 10, 35), "_double"), (at(1, 1, 1), "def _double(number):\n    return 2 * number\n\n\n"))
        fix = Suggestion("Define the lambda as `_double` at module level", edits, safe=False, applies=False)
        (entry,) = json.loads(printed("json", of(SOURCE, found(at(7, 24, 30), fix=fix))))
        assert entry["fix"]["applicability"] == "unsafe"
        assert entry["fix"]["message"] == fix.title
        assert [(each["content"], each["location"], each["end_location"]) for each in entry["fix"]["edits"]] == [
            ("_double", {"row": 3, "column": 10}, {"row": 3, "column": 35}),
            (edits[1][1], {"row": 1, "column": 1}, {"row": 1, "column": 1}),
        ]

    def test_a_line_is_the_same_object(self) -> None:
        lines = printed("json-lines", *SEVERAL, NOTEBOOK).splitlines()
        assert [json.loads(line) for line in lines] == json.loads(printed("json", *SEVERAL, NOTEBOOK))

    def test_what_is_no_file_keeps_its_name(self) -> None:
        paths = [entry["filename"] for entry in json.loads(printed("json", *WEIRD))]
        assert {"-", "<stdin>", os.path.abspath("/elsewhere/ü.py")} < set(paths)  # noqa: PTH100
        assert os.path.join(RUN.root, "bad\\udcff.py") in paths  # noqa: PTH118

    def test_what_is_no_rule_has_no_help(self) -> None:
        report = found(at(1, 1, 1), code="MP000", name="")
        assert json.loads(printed("json", of("x", report)))[0]["help"] is None


FIX = Suggestion("Mend it", ((at(1, 5, 6), "y"),), safe=True, applies=True)
FIXED = of("é = x", found(at(1, 5, 6), fix=FIX))
FIXED_UNSAFELY = of("é = x", found(at(1, 5, 6), fix=Suggestion("Mend it", FIX.edits, safe=False, applies=False)))


class TestFixes:
    @pytest.mark.parametrize("name", ["concise", "full", "grouped", "github", "junit"])
    def test_what_would_be_fixed_is_marked(self, name: str) -> None:
        assert "[*]" in printed(name, FIXED)
        assert "[*]" not in printed(name, FIXED_UNSAFELY)
        assert "[*]" not in printed(name, of("é = x", found(at(1, 5, 6))))

    def test_full_says_what_it_is_or_why_there_is_none(self) -> None:
        assert "= fix: Mend it\n" in printed("full", FIXED)
        assert "= fix: Mend it (with --unsafe-fixes)\n" in printed("full", FIXED_UNSAFELY)
        assert "= no fix: nobody knows\n" in printed("full", of("x", found(at(1, 1, 2), no_fix="nobody knows")))

    def test_gitlab_says_which_option(self) -> None:
        (entry,) = json.loads(printed("gitlab", FIXED_UNSAFELY))
        assert entry["content"] == {"body": "`flake8-mp check --fix --unsafe-fixes` fixes it: Mend it."}

    def test_rdjson_counts_bytes(self) -> None:
        (diagnostic,) = json.loads(printed("rdjson", FIXED))["diagnostics"]
        where = {"start": {"line": 1, "column": 6}, "end": {"line": 1, "column": 7}}
        assert diagnostic["suggestions"] == [{"range": where, "text": "y"}]

    def test_sarif_deletes_and_inserts(self) -> None:
        (result,) = json.loads(printed("sarif", FIXED))["runs"][0]["results"]
        (fix,) = result["fixes"]
        assert fix["description"] == {"text": "Mend it"}
        (change,) = fix["artifactChanges"]
        assert change["replacements"] == [
            {
                "deletedRegion": {"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 6},
                "insertedContent": {"text": "y"},
            }
        ]

    def test_the_cells_of_a_notebook_have_no_lines_in_its_file(self) -> None:
        fix = Suggestion("Mend it", ((at(1, 1, 2, "book.ipynb", 3), "y"),), safe=True, applies=True)
        book = FileReport("book.ipynb", (found(at(1, 1, 2, "book.ipynb", 3), fix=fix),), texts={3: ["x"]})
        assert "fixes" not in json.loads(printed("sarif", book))["runs"][0]["results"][0]
        assert "suggestions" not in json.loads(printed("rdjson", book))["diagnostics"][0]


class TestGitlab:
    def test_an_entry(self) -> None:
        first, second = json.loads(printed("gitlab", ORDINARY, NOTEBOOK, PROBLEM))
        assert first == {
            "description": "Pool.map cannot pickle a lambda",
            "check_name": "MP201",
            "fingerprint": "0123456789abcdef",
            "severity": "major",
            "location": {"path": "program.py", "lines": {"begin": 7, "end": 7}},
        }
        assert second["description"] == "cell 3:2:5: Pool.map cannot pickle a lambda"
        assert second["location"] == {"path": "book.ipynb", "lines": {"begin": 1}}
        assert second["severity"] == "minor"

    def test_fingerprints_differ(self) -> None:
        place = at(1, 1, 2)
        some = [found(place, fingerprint=text) for text in ("a", "a", "a-2", "a", "", "")]
        prints = [entry["fingerprint"] for entry in json.loads(printed("gitlab", of("x", *some)))]
        assert prints[:4] == ["a", "a-2", "a-2-2", "a-3"]
        assert len(set(prints)) == 6
        assert all(prints)

    def test_paths_below_the_current_directory_are_relative(self) -> None:
        for path in (os.path.join(RUN.root, "a", "b.py"), os.path.join(".", "a", "b.py")):  # noqa: PTH118
            (entry,) = json.loads(printed("gitlab", of("x", found(at(1, 1, 2, path)), path=path)))
            assert entry["location"]["path"] == "a/b.py"


class TestJunit:
    def test_a_suite_for_each_file(self) -> None:
        root = ET.fromstring(printed("junit", *SEVERAL, NOTEBOOK, PROBLEM))
        assert root.attrib == {"name": "flake8-mp", "tests": "5", "failures": "4", "errors": "1"}
        assert [suite.get("name") for suite in root] == ["program.py", "other.py", "book.ipynb", "broken.py"]
        assert [suite.get("failures") for suite in root] == ["1", "2", "1", "0"]
        case = root[0][0]
        assert case.attrib == {
            "name": "MP201 lambda-handoff",
            "classname": "program.py",
            "file": "program.py",
            "line": "7",
        }
        assert case[0].tag == "failure"
        assert case[0].get("message") == "7:24: MP201 Pool.map cannot pickle a lambda"
        assert case[0].text == "program.py:7:24: MP201 Pool.map cannot pickle a lambda"
        assert root[2][0].get("line") is None
        assert (root[3][0][0].tag, root[3][0][0].get("message")) == ("error", "line 3: invalid syntax")

    def test_one_passes_where_nothing_is_found(self) -> None:
        root = ET.fromstring(printed("junit", FileReport("clean.py")))
        assert root.attrib == {"name": "flake8-mp", "tests": "1", "failures": "0", "errors": "0"}
        assert [case.tag for case in root[0]] == ["testcase"]
        assert list(root[0][0]) == []

    def test_everything_is_escaped(self) -> None:
        message = "a < b & \"c\" > 'd' é 𝄞 \uffff \ud800 \t"
        (text,) = [
            failure.get("message")
            for failure in ET.fromstring(printed("junit", of("x", found(at(1, 1, 2), message=message)))).iter("failure")
        ]
        assert text == "1:1: MP201 a < b & \"c\" > 'd' é 𝄞  \\ud800 \u2409"


class TestRdjson:
    def test_columns_count_bytes(self) -> None:
        report = found(at(2, 2, 4), (at(1, 4, 5), "here"), (at(1, 1, 2, "far.py"), "there"), methods=("spawn",))
        assert json.loads(printed("rdjson", of("é日𝄞x", report), of("é日𝄞x\na𐐀b𐐀", report), PROBLEM)) == {
            "source": {"name": "flake8-mp"},
            "diagnostics": [
                {
                    "message": "Pool.map cannot pickle a lambda (under spawn)",
                    "location": {
                        "path": "program.py",
                        "range": {"start": {"line": 2, **start}, "end": {"line": 2, **end}},
                    },
                    "severity": "ERROR",
                    "code": {"value": "MP201"},
                    "related_locations": [
                        {
                            "message": "here",
                            "location": {
                                "path": "program.py",
                                "range": {"start": {"line": 1, "column": 10}, "end": {"line": 1, "column": 11}},
                            },
                        },
                        {
                            "message": "there",
                            "location": {"path": "far.py", "range": {"start": {"line": 1}, "end": {"line": 1}}},
                        },
                    ],
                }
                for start, end in (({}, {}), ({"column": 2}, {"column": 7}))
            ],
        }

    def test_a_notebook_has_no_lines(self) -> None:
        (diagnostic,) = json.loads(printed("rdjson", NOTEBOOK))["diagnostics"]
        assert diagnostic["location"] == {"path": "book.ipynb"}
        assert diagnostic["message"] == "cell 3:2:5: Pool.map cannot pickle a lambda"
        assert diagnostic["related_locations"][0]["message"] == "cell 1:1:1: made here"


def sarif(*files: FileReport) -> dict[str, Any]:
    (run,) = json.loads(printed("sarif", *files))["runs"]
    return dict(run)


class TestSarif:
    def test_a_result(self) -> None:
        run = sarif(*SEVERAL)
        assert run["tool"]["driver"]["version"] == "1.2.3"
        assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["MP201", "MP501"]
        assert run["columnKind"] == "unicodeCodePoints"
        assert run["results"][0] == {
            "ruleId": "MP201",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "Pool.map cannot pickle a lambda"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "program.py", "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": 7, "startColumn": 24, "endLine": 7, "endColumn": 30},
                    }
                }
            ],
            "properties": {"startMethods": ["fork", "spawn", "forkserver"]},
            "relatedLocations": [
                {
                    "id": 1,
                    "physicalLocation": {
                        "artifactLocation": {"uri": "program.py", "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": 3, "startColumn": 10, "endLine": 3, "endColumn": 35},
                    },
                    "message": {"text": "the lambda"},
                }
            ],
            "partialFingerprints": {"flake8Mp/v1": "0123456789abcdef"},
        }
        assert [result["ruleIndex"] for result in run["results"]] == [0, 1, 0]
        assert [result["level"] for result in run["results"]] == ["error", "error", "note"]
        assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]

    def test_a_rule(self) -> None:
        (rule,) = sarif(ORDINARY)["tool"]["driver"]["rules"]
        assert rule["name"] == "LambdaHandoff"
        assert rule["shortDescription"]["text"] == "A lambda is sent to another process."
        assert rule["defaultConfiguration"] == {"level": "error"}
        assert "Instead: define a function with `def`" in rule["help"]["text"]
        assert rule["help"]["markdown"].startswith("# MP201 lambda-handoff\n\nA lambda is sent")

    def test_what_is_no_rule_is_described_too(self) -> None:
        (rule,) = sarif(of("x", found(at(1, 1, 1), code="MP000", name="")))["tool"]["driver"]["rules"]
        assert {"shortDescription", "fullDescription", "help"} < rule.keys()
        assert rule["help"]["markdown"].startswith("# MP000\n\nNot a rule")

    def test_a_problem(self) -> None:
        run = sarif(PROBLEM)
        (invocation,) = run["invocations"]
        assert invocation["executionSuccessful"] is False
        (notification,) = invocation["toolExecutionNotifications"]
        assert notification["message"]["text"] == "line 3: invalid syntax"
        assert notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "broken.py"

    @pytest.mark.skipif(os.name == "nt", reason="paths of POSIX")
    def test_addresses(self) -> None:
        run = sarif(*WEIRD)
        artifacts = [r["locations"][0]["physicalLocation"]["artifactLocation"] for r in run["results"]]
        assert run["originalUriBaseIds"] == {"%SRCROOT%": {"uri": "file:///project/"}}
        assert [artifact["uri"] for artifact in artifacts][:10] == [
            "a%20b/%C3%A9%231%25.py",
            "x%3Ay%2Cz.py",
            "-",
            "%3Cstdin%3E",
            "file:///out%20side.py",
            "file:///elsewhere/%C3%BC.py",
            "esc%1B%5B31m.py",
            "line%0Aline.py",
            "a%26%3C%3E%22%27.py",
            "bad%FF.py",
        ]
        assert all(("uriBaseId" in artifact) != artifact["uri"].startswith("file:") for artifact in artifacts)

    def test_a_notebook_has_no_lines(self) -> None:
        (result,) = sarif(NOTEBOOK)["results"]
        assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
        assert result["message"]["text"] == "cell 3:2:5: Pool.map cannot pickle a lambda"


class TestStatistics:
    REPORTS = (
        found(at(1, 1, 2), code="MP501", name="join-before-drain"),
        *[found(at(1, 1, 2)) for _ in range(10)],
        found(at(1, 1, 2), code="MP000", name=""),
    )

    def test_a_table(self) -> None:
        assert statistics(RUN, self.REPORTS).splitlines() == [
            "10  MP201  lambda-handoff     A lambda is sent to another process.",
            " 1  MP000",
            " 1  MP501  join-before-drain  A process is joined before the data that it has put into a queue or a pipe is read.",
        ]
        assert statistics(RUN, ()) == ""

    def test_an_array(self) -> None:
        assert json.loads(statistics(RUN, self.REPORTS, as_json=True))[0] == {
            "count": 10,
            "code": "MP201",
            "name": "lambda-handoff",
            "summary": "A lambda is sent to another process.",
        }
        assert json.loads(statistics(RUN, (), as_json=True)) == []


class TestKnowledge:
    def test_every_rule_is_described_as_its_page_does(self) -> None:
        for rule in all_rules():
            about = docs(rule.code)
            assert about is not None
            assert about.stem == type(rule).__module__.rpartition(".")[2]
            assert about.summary == summary(rule)
            assert about.instead
            assert seen(about.stem, ("spawn", "forkserver"), (3, 12, 1)), rule.code

    def test_of_others_nothing_is_known(self) -> None:
        assert docs("MP000") is docs("MP2") is docs("") is None
        assert seen("mp000_nothing", (), (3, 12, 1)) == ""

    def test_a_record_that_cannot_be_read_is_done_without(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(stem: str) -> list[record.Outcomes]:
            raise record.RecordError("outcomes.json: not a record of outcomes")

        monkeypatch.setattr(record, "recorded_wrong", broken)
        seen.cache_clear()
        try:
            assert "examples: fork" not in printed("full", ORDINARY)
        finally:
            seen.cache_clear()

    def test_what_happened_most_often_comes_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        programs: list[record.Outcomes] = [
            {"fork": {"3.9": ("hang",), "3.14": ("ok",)}, "spawn": {"3.14": ("TypeError", "exit=1")}},
            {"fork": {"3.14": ("ok",)}, "spawn": {"3.14": ("hang", "wrong")}},
            {"fork": {"3.9": ("exit=3",)}, "spawn": {"3.14": ("EOFError", "wrong")}},
            {"fork": {"3.14": ("exit=3",), "3.14.5": ("ok",)}},
        ]
        monkeypatch.setattr(record, "recorded_wrong", lambda stem: programs)
        one_line = seen.__wrapped__("mp201", ("forkserver",), (3, 14, 2))
        assert one_line == "fork: ok, exit=3; spawn: wrong, EOFError, TypeError, … (on Python 3.14)"
        one_line = seen.__wrapped__("mp201", ("spawn",), (3, 14, 2))
        assert one_line == "fork: ok; spawn: wrong, EOFError, TypeError, … (on Python 3.14)"
        one_line = seen.__wrapped__("mp201", ("forkserver",), (3, 14, 5))
        assert one_line == "fork: ok; spawn: wrong, EOFError, TypeError, … (on Python 3.14)"
        one_line = seen.__wrapped__("mp201", ("forkserver",), (3, 9, 7))
        assert one_line == "fork: exit=3, hang (on Python 3.9)"
        one_line = seen.__wrapped__("mp201", ("spawn",), (3, 16, 0))
        assert one_line == "fork: ok; spawn: wrong, EOFError, TypeError, … (on Python 3.14, and not on 3.16)"
