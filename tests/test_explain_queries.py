"""What people type when something goes wrong, and the rules that they must be led to."""

from __future__ import annotations

import pytest

from flake8_mp.frontends.explaining.queries import Candidates, Nothing, Pages, answer
from flake8_mp.rule import all_rules

MOST = 10

QUERIES: list[tuple[str, str, str]] = [
    # what is typed; the codes of which one must be the first; those that must be named
    ("hang", "MP501 MP502", "MP501 MP502 MP302"),
    ("hangs", "MP501 MP502", "MP501"),
    ("my program hangs", "MP501 MP502", "MP501"),
    ("deadlock", "MP501 MP302", "MP501 MP302"),
    ("program freezes", "MP501 MP502", "MP501"),
    ("never ends", "MP501 MP502", "MP501"),
    ("hangs at join", "MP501", "MP501"),
    ("join never returns", "MP501", "MP501"),
    ("queue hangs", "MP501", "MP501 MP508"),
    ("hangs in fork with threads", "MP301", "MP301 MP302"),
    ("nothing happens", "MP616 MP605", "MP616 MP605 MP615"),
    ("no output", "MP616 MP605 MP615 MP806", "MP616"),
    ("errors are swallowed", "MP605 MP615", "MP605 MP615"),
    ("exception lost in worker", "MP605 MP615", "MP605 MP615"),
    ("lambda", "MP201", "MP201"),
    ("pickle lambda", "MP201", "MP201"),
    ("cannot pickle", "MP205 MP206", "MP205 MP206 MP201"),
    ("can't pickle local object", "MP202 MP203", "MP202 MP203"),
    ("cannot pickle self", "MP206", "MP206"),
    ("PicklingError", "MP201 MP205 MP203 MP204", "MP201 MP203"),
    ("leaked semaphore", "MP108", "MP108 MP607"),
    ("leaked semaphore objects to clean up at shutdown", "MP108", "MP108"),
    ("leaked shared memory", "MP401 MP402", "MP401 MP402"),
    ("resource_tracker leaked shared_memory objects", "MP401 MP402", "MP401 MP402"),
    ("bootstrapping phase", "MP101", "MP101 MP103"),
    ("freeze_support", "MP101", "MP101"),
    ("BrokenProcessPool", "MP101 MP801 MP104 MP210 MP213", "MP101 MP801"),
    ("zombie processes", "MP609 MP802 MP805", "MP609 MP805"),
    ("same random numbers", "MP304", "MP304"),
    ("numpy random identical in every worker", "MP304", "MP304"),
    ("variable not changed", "MP510", "MP510"),
    ("global variable not updated in parent", "MP510", "MP510"),
    ("list stays empty", "MP510", "MP510"),
    ("manager dict not updated", "MP503", "MP503"),
    ("slow", "MP701 MP702 MP703 MP611", "MP611 MP701 MP702 MP703"),
    ("slower than serial", "MP702 MP611 MP701 MP703", "MP611 MP702"),
    ("only one core is used", "MP611", "MP611"),
    ("EOFError", "MP514 MP101 MP103", "MP514"),
    ("daemonic processes are not allowed to have children", "MP607", "MP607"),
    ("nested pool", "MP607", "MP607"),
    ("AttributeError: Can't get attribute 'work' on <module '__main__' from 'app.py'>", "MP104 MP610", "MP104 MP610"),
    ("Can't get attribute", "MP104 MP610", "MP104 MP610"),
    ("fork bomb", "MP101", "MP101"),
    ("processes start again and again", "MP101", "MP101"),
    ("main guard missing", "MP101 MP103", "MP101"),
    ("context has already been set", "MP106 MP107", "MP106 MP107"),
    ("race condition", "MP409", "MP409"),
    ("counter is wrong", "MP409", "MP409"),
    ("lock does not work", "MP512 MP108", "MP512 MP108"),
    ("database connection", "MP303", "MP303"),
    ("garbled log file", "MP306", "MP306"),
    ("terminate does not work", "MP802", "MP802"),
    ("exit code 0 although it failed", "MP808 MP605", "MP808"),
    ("segfault", "MP405", "MP405"),
    ("works on Linux but not on Windows", "MP101", "MP101 MP105"),
    ("out of memory", "MP705 MP701", "MP705"),
    ("takes 1 positional argument but 2 were given", "MP614 MP602", "MP614 MP602"),
    ("Queue objects should only be shared between processes through inheritance", "MP207", "MP207"),
    ("task_done", "MP506", "MP506"),
    ("a.py:5:24: MP201 Pool.map cannot pickle a lambda", "MP201", "MP201"),
    ("pool.map hangs forever", "MP104 MP801", "MP104 MP801"),
    ("process pool slow startup", "MP703 MP701 MP702 MP611", "MP703"),
    ("child process does not see global", "MP510 MP105", "MP510 MP105"),
    ("sharing a numpy array between processes", "MP905 MP405 MP407", "MP407"),
    ("jupyter notebook", "MP104", "MP104"),
    ("pytorch", "MP101 MP201", "MP101 MP201 MP205"),
    ("default start method changed", "MP901 MP106 MP107", "MP901"),
    ("TypeError: cannot pickle '_thread.lock' object", "MP205 MP206", "MP205 MP206"),
    # names of the API
    ("Process(target=work())", "MP601", "MP601"),
    ("thread", "MP301", "MP301 MP302"),
    ("Pool.map", "MP201 MP202 MP209", "MP201 MP202"),
    ("pool.map()", "MP201 MP202 MP209", "MP201 MP202"),
    ("multiprocessing.Pool", "MP604 MP609 MP612 MP903", "MP604 MP609"),
    ("SharedMemory", "MP401 MP402 MP403 MP404 MP405 MP406", "MP401 MP402 MP403"),
    ("shared_memory.SharedMemory", "MP401 MP402 MP403 MP404 MP405 MP406", "MP401"),
    ("SharedMemory.unlink", "MP403 MP401 MP402 MP406", "MP403"),
    ("ShareableList", "MP408", "MP408"),
    ("Queue.put", "MP501 MP509 MP205 MP513", "MP501 MP509"),
    ("Manager", "MP503 MP504 MP505", "MP503 MP504 MP505"),
    ("ProcessPoolExecutor.submit", "MP605 MP615 MP201 MP202 MP205 MP614", "MP605 MP615"),
    ("set_start_method", "MP106", "MP106 MP107"),
    ("get_context", "MP106 MP208 MP901 MP902", "MP208 MP902"),
    ("fork", "MP301 MP302 MP303 MP305 MP902", "MP301 MP302 MP305"),
    ("os.fork", "MP305", "MP305"),
    ("apply_async", "MP201 MP605 MP615 MP612", "MP201 MP612 MP615"),
    ("Process.join", "MP501 MP603 MP808", "MP501 MP603"),
    ("Pipe", "MP502 MP514", "MP502 MP514"),
    ("Lock", "MP511 MP512 MP302", "MP511 MP512"),
    ("JoinableQueue.join", "MP506", "MP506"),
    ("Process.terminate", "MP802 MP807 MP508", "MP802 MP807"),
    ("InterpreterPoolExecutor", "MP215", "MP215"),
    ("DataLoader", "MP101 MP201 MP205", "MP101 MP201"),
]  # fmt: skip


def named(query: str) -> list[str]:
    found = answer(query.split() if "\n" not in query else [query])
    assert isinstance(found, (Candidates, Pages)), found
    return [rule.code for rule in found.rules]


@pytest.mark.parametrize(("query", "first", "among"), QUERIES, ids=[query for query, _, _ in QUERIES])
def test_it_leads_to_the_rule(query: str, first: str, among: str) -> None:
    codes = named(query)
    assert codes[0] in first.split(), codes
    assert set(among.split()) <= set(codes), codes
    assert len(codes) <= MOST
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_is_found_by_its_own_words(rule: object) -> None:
    from flake8_mp.pages import summary
    from flake8_mp.rule import Rule

    assert isinstance(rule, Rule)
    assert rule.code in named(summary(rule))[:3]


@pytest.mark.parametrize(
    "query",
    [
        "xyzzy",
        "banana bread",
        "everything is fine",
        "no-such-rule",
        "RuntimeError: CUDA out of memory",
        "ModuleNotFoundError: No module named 'numpy'",
        "how do I sort a list",
        "circular import",
        "cuda",
        "django migrations",
        "the",
    ],
)
def test_what_has_nothing_to_do_with_it_finds_nothing(query: str) -> None:
    assert isinstance(answer([query]), Nothing)


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("lamda", "lambda"),
        ("deadlok", "deadlock"),
        ("SharedMemry", "SharedMemory"),
        ("Pool.mapp", "Pool.map"),
        ("BrokenProcesPool", "BrokenProcessPool"),
        ("tinychunks", "tiny-chunks"),
    ],
)
def test_what_is_near_is_offered(query: str, near: str) -> None:
    found = answer([query])
    assert isinstance(found, Nothing)
    assert near in found.near
