"""Errors lead to the rules whose programs gave them."""

from __future__ import annotations

import pytest

from flake8_mp import explain as command
from flake8_mp.explain import EARLIER, ErrorText, closeness, errors_in, matches
from flake8_mp.frontends.explaining.queries import Nothing, answer
from flake8_mp.pages import evidence
from flake8_mp.rule import all_rules
from flake8_mp.selfcheck.fixture import Fixture
from flake8_mp.selfcheck.outcome import Outcome, Report, errors, judge, normal
from flake8_mp.selfcheck.record import Errors, recorded_errors
from tests.conftest import time_limit

BOOTSTRAPPING = """\
Traceback (most recent call last):
  File "<string>", line 1, in <module>
    from multiprocessing.spawn import spawn_main; spawn_main(tracker_fd=5, pipe_handle=7)
  File "/usr/lib/python3.13/multiprocessing/spawn.py", line 164, in get_preparation_data
    _check_not_importing_main()
RuntimeError:
        An attempt has been made to start a new process before the
        current process has finished its bootstrapping phase.

        This probably means that you are not using fork to start your
        child processes and you have forgotten to use the proper idiom
        in the main module:

            if __name__ == '__main__':
                freeze_support()
                ...
"""
BROKEN = (
    "concurrent.futures.process.BrokenProcessPool: A process in the process pool was terminated abruptly while the "
)
BROKEN += "future was running or pending."
CHAINED = """\
multiprocessing.pool.RemoteTraceback:
\"\"\"
Traceback (most recent call last):
  File "/usr/lib/python3.12/multiprocessing/pool.py", line 125, in worker
    result = (True, func(*args, **kwds))
KeyError: 'colour'
\"\"\"

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/home/me/app.py", line 12, in <module>
    main()
KeyError: 'colour'
"""

TOO_EARLY = "An attempt has been made to start a new process before the current process has finished its bootstrapping "
TOO_EARLY += "phase"
LEAKED = "UserWarning: resource_tracker: There appear to be {} leaked shared_memory objects to clean up at shutdown"

SEEN = {
    "MP101": [
        f"RuntimeError: {TOO_EARLY}.",
        BROKEN.rpartition("process.")[2],
    ],
    "MP106": ["RuntimeError: context has already been set"],
    "MP201": [
        "AttributeError: Can't get local object 'main.<locals>.<lambda>'",
        "PicklingError: Can't pickle <function <lambda> at 0x7f0e4c1b8d60>: attribute lookup <lambda> on __main__ failed",
        "PicklingError: Can't pickle local object <function main.<locals>.<lambda> at 0x7f0e4c1b8d60>",
    ],
    "MP202": [
        "AttributeError: Can't pickle local object 'run.<locals>.work'",
        "AttributeError: Can't get local object 'run.<locals>.work'",
        "PicklingError: Can't pickle local object <function run.<locals>.work at 0x7f0e4c1b8d60>",
    ],
    "MP205": ["TypeError: cannot pickle '_thread.lock' object"],
    "MP207": ["RuntimeError: Queue objects should only be shared between processes through inheritance"],
    "MP210": [BROKEN.rpartition("process.")[2]],
    "MP401": [LEAKED.format(1), LEAKED.format(2) + ": {'/psm_1a2b', '/psm_3c4d'}"],
}
"""What programs of these rules wrote, under CPython 3.11 to 3.15; each rule's first two bad programs get it all."""


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the record hold what is above, and nothing else."""

    shown = {
        rule.code: [fixture.key for fixture in evidence(rule) if fixture.kind == "bad"][:2]
        for rule in all_rules()
        if rule.code in SEEN
    }

    def of(fixture: Fixture) -> Errors:
        texts = SEEN[fixture.code] if fixture.key in shown.get(fixture.code, ()) else []
        return {"spawn": {normal(text): ("3.12.1", "3.13.0") for text in texts}}

    monkeypatch.setattr(command, "recorded_errors", of)
    monkeypatch.setattr(command, "recorded", lambda fixture: {"spawn": {"3.12.1": ("ok",)}})


@pytest.mark.usefixtures("seen")
class TestErrors:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("AttributeError: Can't get local object 'main.<locals>.f'", "MP202"),
            ("AttributeError: Can't pickle local object 'TrainingLoop.fit.<locals>.step'", "MP202"),
            ("_pickle.PicklingError: Can't pickle local object <function a.<locals>.b at 0x104>", "MP202"),
            ("AttributeError: Can't get local object 'Job.run.<locals>.<lambda>'", "MP201"),
            ("AttributeError: Can't get local object 'Job.run.<locals>.helper.<locals>.<lambda>'", "MP201"),
            ("_pickle.PicklingError: Can't pickle <function <lambda> at 0x1>: attribute lookup <lambda> on app failed", "MP201"),
            ("TypeError: cannot pickle '_io.TextIOWrapper' object", "MP205"),
            ("RuntimeError: Lock objects should only be shared between processes through inheritance", "MP207"),
            ("Queue objects should only be shared between processes through inheritance", "MP207"),
            ("RuntimeError: context has already been set", "MP106"),
            ("context has already been set", "MP106"),
            (BOOTSTRAPPING, "MP101"),
            (TOO_EARLY, "MP101"),
            (BOOTSTRAPPING + BROKEN, "MP101"),
            (f"/usr/lib/python3.13/multiprocessing/resource_tracker.py:276: {LEAKED.format(7)}: {{'/psm_9'}}", "MP401"),
            (LEAKED.format(12), "MP401"),
        ],
    )  # fmt: skip
    def test_they_lead_to_the_rule(self, text: str, code: str) -> None:
        assert matches(text)[0].rule.code == code

    def test_an_error_above_the_last_one_says_the_cause(self) -> None:
        alone = [match.rule.code for match in matches(BROKEN)]
        assert set(alone) == {"MP101", "MP210"}
        both = matches(BOOTSTRAPPING + BROKEN)
        assert [match.rule.code for match in both] == ["MP101", "MP210"]
        assert both[0].closeness > both[1].closeness

    @pytest.mark.parametrize(
        "text",
        [
            "daemonic processes are not allowed to have children",
            "AssertionError: daemonic processes are not allowed to have children",
            "ModuleNotFoundError: No module named 'numpy'",
            "ZeroDivisionError: division by zero",
            "RuntimeError: CUDA out of memory",
            "everything is fine",
            CHAINED,
        ],
    )
    def test_what_no_program_gave_is_not_explained(self, text: str) -> None:
        assert matches(text) == []

    def test_and_nothing_else_is_offered_for_it(self) -> None:
        found = answer(["RuntimeError: CUDA out of memory"])
        assert found == Nothing("RuntimeError: CUDA out of memory", is_error=True)

    def test_the_name_alone_is_explained_by_the_name(self) -> None:
        assert {match.rule.code for match in matches("BrokenProcessPool")} == {"MP101", "MP210"}


class TestWithoutTexts:
    def test_the_name_of_the_exception_is_gone_by(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(command, "recorded_errors", lambda fixture: {})
        monkeypatch.setattr(
            command,
            "recorded",
            lambda fixture: {"fork": {"3.11.7": ("FooError", "exit=1")}} if fixture.code == "MP205" else {},
        )
        (found,) = matches("FooError: something")
        assert (found.rule.code, found.by_name) == ("MP205", True)
        assert matches("BarError: something") == []


HEAD = 'Traceback (most recent call last):\n  File "x.py", line 1\n'
FRAME = '  File "x.py", line 1, in f\n'
WORDS = "a.b('x') 'y 0x12 /a/b/c 12 "


class TestReading:
    def test_the_last_error_counts_most(self) -> None:
        last, first = errors_in(BOOTSTRAPPING + BROKEN)
        assert (last.name, last.weight) == ("BrokenProcessPool", 1.0)
        assert (first.name, first.weight) == ("RuntimeError", EARLIER)
        assert first.text.startswith("An attempt has been made to start a new process before the current process")
        assert first.text.endswith("bootstrapping phase.")

    def test_the_text_in_which_a_traceback_is_sent_is_none(self) -> None:
        assert [result.name for result in errors_in(CHAINED)] == ["KeyError"]

    def test_margins_are_taken_off(self) -> None:
        text = (
            '  + Exception Group Traceback (most recent call last):\n  |   File "a.py", line 1\n  | ValueError: x 1\n'
        )
        assert [(result.name, result.words) for result in errors_in(text)] == [("ValueError", "ValueError: x 1")]

    @pytest.mark.parametrize(
        "text",
        [
            f"Traceback (most recent call last):\n{FRAME * 40_000}PicklingError: {WORDS * 70_000}",
            "".join(f"ValueError: it {number} 'went' wrong in /a/b/c{number}\n" for number in range(30_000)),
            "'" * 1_000_000 + '"a' * 500_000,
            "a." * 1_000_000,
            "".join(f"{HEAD}E{number}: x\n\nFooError:\n\n   text\n" for number in range(20_000)),
            f"{HEAD}FooError:\n" + "\n   text" * 200_000,
        ],
        ids=["frames", "errors", "quotes", "dots", "tracebacks", "below"],
    )
    def test_two_megabytes_of_anything(self, text: str) -> None:
        with time_limit(30):
            assert len(errors_in(text)) <= 50
            matches(text)

    def test_the_end_of_a_flood_counts(self) -> None:
        flood = "nothing to see here\n" * 200_000
        assert [result.name for result in errors_in(f"{flood}ValueError: x\n")] == ["ValueError"]

    def test_nothing_is_nothing(self) -> None:
        assert errors_in("") == errors_in(" \n\n") == []

    @pytest.mark.parametrize(
        ("written", "kept"),
        [
            ("FileNotFoundError: [Errno 2] No such file: '/tmp/x y/z.txt'", "FileNotFoundError: [Errno *] No such file: '*'"),
            ("PicklingError: Can't pickle <class 'app.f.<locals>.P'>", "PicklingError: Can't pickle <class '*<locals>.*'>"),
            ("PicklingError: it's not found as __main__.f", "PicklingError: it's not found as *"),
            ("AttributeError: Can't get attribute 'f' on <module '__main__' (built-in)>",
             "AttributeError: Can't get attribute '*' on <module *>"),
            ("TypeError: f() missing 1 required positional argument: 'x'",
             "TypeError: *() missing * required positional argument: '*'"),
            ("BufferError: cannot close exported pointers exist", "BufferError: cannot close exported pointers exist"),
            ("EOFError", "EOFError"),
        ],
    )  # fmt: skip
    def test_what_differs_is_left_out(self, written: str, kept: str) -> None:
        assert normal(written) == kept
        assert normal(kept) == kept

    def test_closeness(self) -> None:
        assert closeness(ErrorText("KeyError", "'*'"), "KeyError: '*'") == 1
        assert closeness(ErrorText("KeyError", "'*'"), "IndexError: '*'") == 0
        assert closeness(ErrorText("", "one of the words is another"), "E: one of these words is another") > 0.7
        assert closeness(ErrorText("E", "one of the words"), "E: quite something else here") == 0
        assert closeness(ErrorText("E", ""), "E: words") < 1
        assert closeness(ErrorText("AssertionError", ""), "AssertionError") == 0
        assert closeness(ErrorText("AssertionError", ""), "AssertionError: daemonic processes have no children") == 0
        assert (
            closeness(ErrorText("", "leaked semaphore"), "UserWarning: there appear to be * leaked semaphore objects")
            == 1
        )
        assert closeness(ErrorText("", "leaked"), "UserWarning: there appear to be * leaked semaphore objects") == 0

    def test_what_has_no_words_is_no_error(self) -> None:
        assert matches("Pool.map") == matches("12") == []


class TestWarnings:
    def test_the_warning_of_a_fork_beside_threads(self) -> None:
        text = (
            "DeprecationWarning: This process (pid=123) is multi-threaded, "
            "use of fork() may lead to deadlocks in the child."
        )
        assert "MP301" in [match.rule.code for match in matches(text)]


class TestRecording:
    STDERR = (
        "Traceback (most recent call last):\n  File \"a.py\", line 1\nOSError: [Errno 9] Bad\n"
        "\nDuring handling of the above exception, another exception occurred:\n\n"
        "Traceback (most recent call last):\n  File \"a.py\", line 1\n_pickle.PicklingError: Can't pickle 'a.b'\n"
        "/x/resource_tracker.py:254: UserWarning: resource_tracker: There appear to be 2 leaked semaphore objects\n"
    )  # fmt: skip

    def test_the_last_of_a_chain_is_kept(self) -> None:
        assert list(errors(self.STDERR)) == ["PicklingError: Can't pickle 'a.b'"]
        assert judge(Report(1, 0.1, "", self.STDERR)).errors == (
            "PicklingError: Can't pickle '*'",
            "UserWarning: resource_tracker: There appear to be * leaked semaphore objects",
        )

    def test_a_text_that_begins_below(self) -> None:
        (result,) = errors(BOOTSTRAPPING)
        assert result.startswith("RuntimeError: An attempt has been made to start a new process before the current")
        assert result.endswith("bootstrapping phase.")

    def test_a_flood_is_cut(self) -> None:
        one = "Traceback (most recent call last):\nFoo{}Error: word{}\n"
        shown = judge(Report(1, 0.1, "", "".join(one.format("abcdefghij"[n], "x" * 500) for n in range(10)))).errors
        assert len(shown) == 6
        assert max(map(len, shown)) <= 200

    def test_nothing_is_said(self) -> None:
        assert Outcome(frozenset({"ok"}), Report(0, 0.1, "fine", "")).errors == ()


REAL = [
    (rule.code, text)
    for rule in all_rules()
    for fixture in evidence(rule)
    if fixture.kind == "bad"
    for texts in recorded_errors(fixture).values()
    for text in texts
]


@pytest.mark.skipif(not REAL, reason="the record was made before the texts of errors were kept")
@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (BOOTSTRAPPING, {"MP101", "MP103"}),
        ("AttributeError: Can't get local object 'main.<locals>.<lambda>'", {"MP201"}),
        ("AttributeError: Can't pickle local object 'main.<locals>.f'", {"MP202", "MP203"}),
        ("_pickle.PicklingError: Can't pickle local object <function main.<locals>.f at 0x7f>", {"MP202"}),
        ("TypeError: cannot pickle '_thread.lock' object", {"MP205", "MP206"}),
        ("RuntimeError: Queue objects should only be shared between processes through inheritance", {"MP207"}),
        ("RuntimeError: context has already been set", {"MP106"}),
        ("UserWarning: resource_tracker: There appear to be 1 leaked shared_memory objects to clean up at shutdown",
         {"MP401", "MP402"}),
    ],
)  # fmt: skip
def test_the_record_leads_to_the_rule(text: str, codes: set[str]) -> None:
    assert matches(text)[0].rule.code in codes
