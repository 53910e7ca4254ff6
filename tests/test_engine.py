"""The one door: what it lets through, in which order, and that nothing comes out as an exception."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from flake8_mp import engine
from flake8_mp.engine import lint, matters
from flake8_mp.rule import ALL_METHODS, INTERNAL, NOT_FORK, Finding, Rule, RuleError, Span, all_rules, shortened
from flake8_mp.settings import Settings

SOURCE = "import multiprocessing\n\n\ndef start():\n    return multiprocessing.Pool()\n"
Check = Callable[[Any], Iterator[Finding]]


def make_rule(stem: str, check: Check | None = None, **attributes: Any) -> Rule:
    """Declare a rule as a file would, and make its one instance."""
    body: dict[str, Any] = {
        "__module__": f"flake8_mp.rules.{stem.lower()}_stub_rule",
        "__doc__": "A stub.",
        "code": stem,
        "message": "{name} breaks; do something else",
        "since": "0.1.0",
        **attributes,
    }
    if check is not None:
        body["check"] = lambda self, module: check(module)
    made: Rule = type("StubRule", (Rule,), body)()
    return made


def places(*spans: Span, code: str = "MP901", methods: frozenset[str] = ALL_METHODS) -> Check:
    """Make a check that finds something at these places."""

    def check(module: Any) -> Iterator[Finding]:
        for span in spans:
            yield Finding(code, span, "it breaks", methods)

    return check


class TestWhatComesOut:
    def test_findings_are_in_the_order_of_their_places(self) -> None:
        late, early, middle = Span(9, 0, 9, 1), Span(1, 3, 1, 4), Span(1, 7, 1, 8)
        rules = [
            make_rule("MP901", places(late, early)),
            make_rule("MP902", places(middle, early, code="MP902")),
        ]
        found = lint(SOURCE, rules=rules)
        assert [(f.span, f.code) for f in found] == [
            (early, "MP901"),
            (early, "MP902"),
            (middle, "MP902"),
            (late, "MP901"),
        ]

    def test_a_finding_that_comes_twice_is_reported_once(self) -> None:
        span = Span(1, 0, 1, 1)
        assert len(lint(SOURCE, rules=[make_rule("MP901", places(span, span))])) == 1

    def test_what_breaks_only_under_other_start_methods_is_left_out(self) -> None:
        rule = make_rule("MP901", places(Span(1, 0, 1, 1), methods=NOT_FORK))
        only_fork = Settings(start_methods=frozenset({"fork"}))
        fork_and_spawn = Settings(start_methods=frozenset({"fork", "spawn"}))
        assert lint(SOURCE, settings=only_fork, rules=[rule]) == []
        assert len(lint(SOURCE, settings=fork_and_spawn, rules=[rule])) == 1

    def test_opt_in_rules_are_asked_for_by_code_or_prefix(self) -> None:
        rule = make_rule("MP901", places(Span(1, 0, 1, 1)), default=False)
        for enable, count in [((), 0), (("MP902",), 0), (("MP901",), 1), (("MP9",), 1), (("MP",), 1)]:
            found = lint(SOURCE, settings=Settings(enable=frozenset(enable)), rules=[rule])
            assert len(found) == count, enable

    def test_a_rule_on_by_default_is_wanted_whatever_is_enabled(self) -> None:
        rule = make_rule("MP901", places(Span(1, 0, 1, 1)))
        assert lint(SOURCE, settings=Settings(enable=frozenset({"MP7"})), rules=[rule])

    def test_the_text_names_the_start_methods_where_they_are_not_all(self) -> None:
        span = Span(1, 0, 1, 1)
        assert Finding("MP901", span, "it breaks").text == "it breaks"
        assert Finding("MP901", span, "it breaks", NOT_FORK).text == "it breaks (under spawn and forkserver)"

    def test_the_tree_is_read_and_not_changed(self) -> None:
        source = "import multiprocessing as mp\n\n\ndef f():\n    return mp.Pool().map(lambda x: x, [1])\n\n\nf()\n"
        tree = ast.parse(source)
        before = ast.dump(tree, include_attributes=True)
        given = lint(source, tree=tree)
        assert ast.dump(tree, include_attributes=True) == before
        assert [vars(node).keys() for node in ast.walk(tree)] == [
            vars(node).keys() for node in ast.walk(ast.parse(source))
        ]
        assert given == lint(source)


class TestPrefilter:
    @pytest.mark.parametrize(
        "source",
        [
            "from multiprocessing import Pool\n",
            "import multiprocessing.shared_memory as sm\nsm.SharedMemory()\n",
            "import multiprocessing\nmultiprocessing.set_start_method('spawn')\n",
            "import multiprocessing\nctx = multiprocessing.get_context()\n",
            "from concurrent.futures import ProcessPoolExecutor\n",
            "import os\nos.fork()\n",
            "from os import fork\n",
            "subprocess.run(x, preexec_fn=f)\n",
            "from multiprocess import Pool\n",
            "import joblib\njoblib.Parallel(backend='multiprocessing')\n",
        ],
    )
    def test_what_can_matter_is_looked_at(self, source: str) -> None:
        assert matters(source)

    @pytest.mark.parametrize(
        "source",
        [
            "",
            "import os\n",
            "import threading\nthreading.Thread()\n",
            "from multiprocessing import cpu_count\n",
            "from concurrent.futures import ThreadPoolExecutor\n",
        ],
    )
    def test_what_cannot_matter_is_not_even_parsed(self, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise AssertionError("parsed")

        monkeypatch.setattr("ast.parse", refuse)
        assert not matters(source)
        assert lint(source, rules=[make_rule("MP901", places(Span(1, 0, 1, 1)))]) == []


class TestBoundary:
    def test_a_rule_that_fails_is_one_finding_and_the_others_still_speak(self) -> None:
        def fail(module: Any) -> Iterator[Finding]:
            yield Finding("MP901", Span(2, 0, 2, 1), "it breaks")
            raise ValueError("two\nlines")

        rules = [make_rule("MP901", fail), make_rule("MP902", places(Span(1, 2, 1, 3), code="MP902"))]
        found = {f.code: f for f in lint(SOURCE, rules=rules)}
        assert {INTERNAL, "MP902"} <= found.keys()
        assert found[INTERNAL].message == (
            "internal error in MP901 (ValueError: two lines); report it, the file was not checked"
        )

    @pytest.mark.parametrize("error", [RecursionError("deep"), MemoryError(), KeyError("x"), RuleError("wrong")])
    def test_facts_that_fail_are_one_finding(self, error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise error

        monkeypatch.setattr("flake8_mp.facts.module.Module", fail)
        found = lint(SOURCE)
        assert [(f.code, f.span) for f in found] == [(INTERNAL, Span(1, 0, 1, 0))]
        assert type(error).__name__ in found[0].message

    def test_a_rule_that_is_declared_wrongly_is_one_finding(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail() -> None:
            raise RuleError("mp901: declare one rule, not 2")

        monkeypatch.setattr(engine, "all_rules", fail)
        assert [f.code for f in lint(SOURCE)] == [INTERNAL]

    def test_what_the_user_interrupts_is_not_held_back(self) -> None:
        def stop(module: Any) -> Iterator[Finding]:
            raise KeyboardInterrupt
            yield

        with pytest.raises(KeyboardInterrupt):
            lint(SOURCE, rules=[make_rule("MP901", stop)])


class TestDeclaration:
    """A rule is refused, with a sentence, where it is declared wrongly."""

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"code": "MP902"}, "the code is MP902, the file says MP901"),
            ({"code": None}, "needs a 'code' of its own"),
            ({"message": None}, "needs a 'message' of its own"),
            ({"since": 1}, "needs a 'since' of its own"),
            ({"__doc__": " "}, "needs a docstring, which is its page"),
            ({"message": "It breaks."}, "a message carries no full stop"),
            ({"__module__": "flake8_mp.rules.lambda_handoff"}, "name the module like mp101_unguarded_start"),
            ({"__module__": "flake8_mp.rules.mp901_other"}, "name the class Other, not StubRule"),
        ],
    )
    def test_it_is_refused(self, change: dict[str, Any], sentence: str) -> None:
        with pytest.raises(RuleError) as caught:
            make_rule("MP901", **change)
        assert sentence in str(caught.value)

    def test_the_name_comes_from_the_file(self) -> None:
        assert make_rule("MP901").name == "stub-rule"

    def test_every_file_is_a_rule_in_the_order_of_codes(self) -> None:
        codes = [rule.code for rule in all_rules()]
        assert codes
        assert codes == sorted(set(codes))


@pytest.mark.parametrize(
    ("name", "most", "shown"),
    [
        ("settings", 8, "settings"),
        ("settings['a']", 13, "settings['a']"),
        ("settings['a']", 12, "settings[…]"),
        ("settings['a']", 10, "settings[…"),
        ("a_long_name", 6, "a_lon…"),
    ],
)
def test_a_name_that_does_not_fit_is_shortened(name: str, most: int, shown: str) -> None:
    assert shortened(name, most) == shown
    assert len(shown) <= most


def test_several_keys_of_one_variable_are_one_finding() -> None:
    """What a dict is made of is one cause, also where each value of it is an object of its own."""
    reads = "\n".join(f"    state['{name}'].acquire()" for name in "abc")
    sets = "\n".join(f"    state['{name}'] = multiprocessing.Lock()" for name in "abc")
    text = (
        f"import multiprocessing\n\nstate = {{}}\n\ndef work():\n{reads}\n\nif __name__ == '__main__':\n{sets}\n"
        "    process = multiprocessing.Process(target=work)\n    process.start()\n    process.join()\n"
    )
    assert [(finding.code, finding.span.line, len(finding.related)) for finding in lint(text)] == [("MP105", 6, 3)]


@pytest.mark.parametrize(
    "chosen",
    [
        'context = mp.get_context("spawn" if WINDOWS else "fork")\n',
        'method = "spawn" if WINDOWS else "fork"\ncontext = mp.get_context(method)\n',
        'if WINDOWS:\n    context = mp.get_context("spawn")\nelse:\n    context = mp.get_context("fork")\n',
    ],
    ids=["argument", "variable", "statement"],
)
def test_a_choice_of_contexts_is_each_of_them(chosen: str) -> None:
    head = "import multiprocessing as mp\nimport sys\n\nWINDOWS = sys.platform == 'win32'\n"
    guard = 'if __name__ == "__main__":\n    context.Process(target=lambda: 0).start()\n'
    assert [finding.methods for finding in lint(f"{head}{chosen}{guard}", "program.py")] == [{"spawn"}]
