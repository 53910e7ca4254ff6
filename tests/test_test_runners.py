"""Tests as test runners call them: with fixtures of pytest, between what sets up and what clears away."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_mp.engine import lint, matters

POOL = "import multiprocessing\nimport pytest\n\n"
HANDS_OVER = "{0}.map(lambda number: number, [1])\n"

FIXTURES = {
    "returns": "@pytest.fixture\ndef workers():\n    return multiprocessing.Pool(2)\n",
    "yields": ("@pytest.fixture()\ndef workers():\n    with multiprocessing.Pool(2) as pool:\n        yield pool\n"),
    "yields_in_try": (
        "@pytest.fixture(scope='session')\ndef workers():\n    pool = multiprocessing.Pool(2)\n"
        "    try:\n        yield pool\n    finally:\n        pool.terminate()\n"
    ),
    "has_another_name": "@pytest.fixture(name='workers')\ndef make():\n    return multiprocessing.Pool(2)\n",
    "asks_for_another": (
        "@pytest.fixture\ndef count():\n    return 2\n\n@pytest.fixture\ndef first(count):\n"
        "    return multiprocessing.Pool(count)\n\n@pytest.fixture\ndef workers(first):\n    yield first\n"
    ),
}


def found(text: str, path: Path) -> list[tuple[str, int]]:
    path.write_text(text, encoding="utf-8")
    return [(finding.code, finding.span.line) for finding in lint(text, str(path))]


@pytest.mark.parametrize("fixture", FIXTURES.values(), ids=FIXTURES)
@pytest.mark.parametrize(
    "test",
    [
        f"def test_it(workers):\n    {HANDS_OVER.format('workers')}",
        f"class TestIt:\n    def test_it(self, workers):\n        {HANDS_OVER.format('workers')}",
    ],
    ids=["function", "method"],
)
def test_a_test_gets_what_a_fixture_gives(tmp_path: Path, fixture: str, test: str) -> None:
    text = f"{POOL}{fixture}\n{test}"
    assert found(text, tmp_path / "test_it.py") == [("MP201", text.count("\n"))]


@pytest.mark.parametrize("fixture", FIXTURES.values(), ids=FIXTURES)
def test_the_fixture_may_be_in_a_conftest_around(tmp_path: Path, fixture: str) -> None:
    (tmp_path / "conftest.py").write_text(f"{POOL}{fixture}", encoding="utf-8")
    (tmp_path / "unit").mkdir()
    text = f"def test_it(workers):\n    {HANDS_OVER.format('workers')}"
    path = tmp_path / "unit" / "test_it.py"
    assert found(text, path) == [("MP201", 2)]
    (tmp_path / "conftest.py").write_text(f"{POOL}# no fixtures\n", encoding="utf-8")
    assert not matters(text, str(path))


STARTS_WHAT_IT_IS_GIVEN = {
    "processes.py": (
        "import multiprocessing\n\nclass Worker(multiprocessing.Process):\n"
        "    def __init__(self, **options):\n        super().__init__(**options)\n"
    ),
    "units.py": (
        "from processes import Worker\n\nclass Scheduler:\n    def __init__(self, target):\n"
        "        self.target = target\n\n    def start(self):\n        Worker(target=self.target).start()\n"
    ),
}
STARTS_A_LAMBDA = """\
import multiprocessing
import unittest

import pytest

from units import Scheduler

# The lines that follow are more than the tests have.


{0}    scheduler = Scheduler(lambda: multiprocessing.Event().wait())
    scheduler.start()
"""
USES_A_QUEUE = "        multiprocessing.Queue().put(1)\n"


@pytest.mark.parametrize(
    ("file", "define", "behind", "test"),
    [
        (
            "conftest.py",
            "@pytest.fixture\ndef workers():\n",
            "    yield scheduler\n",
            f"class TestIt:\n    def test_it(self, workers):\n{USES_A_QUEUE}",
        ),
        (
            "conftest.py",
            "@pytest.fixture\ndef workers():\n",
            "    return scheduler\n",
            f"@pytest.fixture\ndef own():\n    yield 1\n\nclass TestIt:\n    def test_it(self, own, workers):\n{USES_A_QUEUE}",
        ),
        (
            "base.py",
            "class Base(unittest.TestCase):\n  def setUp(self):\n",
            "",
            f"import base\n\nclass TestIt(base.Base):\n    def test_it(self):\n{USES_A_QUEUE}",
        ),
    ],
    ids=["fixture", "within_a_fixture_of_the_file", "setUp"],
)
def test_what_another_file_does_before_the_test_is_reported_there(
    tmp_path: Path, file: str, define: str, behind: str, test: str
) -> None:
    """The test cannot change it, and has no such line."""
    for name, module in STARTS_WHAT_IT_IS_GIVEN.items():
        (tmp_path / name).write_text(module, encoding="utf-8")
    text = STARTS_A_LAMBDA.format(define) + behind
    assert [code for code, _ in found(text, tmp_path / file)] == ["MP201"]
    assert found(f"import multiprocessing\nimport pytest\n\n{test}", tmp_path / "test_it.py") == []


def test_the_nearest_fixture_counts(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(POOL + FIXTURES["returns"], encoding="utf-8")
    own = "import multiprocessing\nimport pytest\n\n@pytest.fixture\ndef workers():\n    return []\n\n"
    assert found(f"{own}def test_it(workers):\n    {HANDS_OVER.format('workers')}", tmp_path / "test_it.py") == []


class TestNothingIsKnown:
    @pytest.mark.parametrize(
        "fixture",
        [
            "@pytest.fixture(params=['fork', 'spawn'])\ndef workers(request):\n    return request.param\n",
            "@pytest.fixture\ndef workers(monkeypatch):\n    return monkeypatch.pool\n",
            "def workers():\n    return multiprocessing.Pool(2)\n",
            "@other.fixture\ndef workers():\n    return multiprocessing.Pool(2)\n",
            "@pytest.fixture\nasync def workers():\n    return multiprocessing.Pool(2)\n",
            "@pytest.fixture\ndef workers(workers):\n    return workers\n",
        ],
        ids=["parameter", "of_pytest", "no_fixture", "of_something_else", "coroutine", "its_own_name"],
    )
    def test_of_other_fixtures(self, tmp_path: Path, fixture: str) -> None:
        text = f"{POOL}import other\n\n{fixture}\ndef test_it(workers):\n    {HANDS_OVER.format('workers')}"
        assert found(text, tmp_path / "test_it.py") == []

    def test_in_a_file_that_holds_no_tests(self, tmp_path: Path) -> None:
        text = f"{POOL}{FIXTURES['returns']}\ndef test_it(workers):\n    {HANDS_OVER.format('workers')}"
        assert found(text, tmp_path / "helpers.py") == []

    def test_of_arguments_that_are_no_fixtures(self, tmp_path: Path) -> None:
        text = f"{POOL}def test_it(tmp_path, number=multiprocessing.Pool):\n    {HANDS_OVER.format('tmp_path')}"
        assert found(text, tmp_path / "test_it.py") == []


def test_what_a_fixture_does_behind_its_yield_is_done_after_the_test(tmp_path: Path) -> None:
    head = "import pytest\nfrom multiprocessing.shared_memory import SharedMemory\n\n@pytest.fixture\ndef block():\n"
    made = "    memory = SharedMemory(create=True, size=8)\n    yield memory\n    memory.close()\n    memory.unlink()\n"
    path = tmp_path / "test_it.py"
    assert found(f"{head}{made}\ndef test_it(block):\n    block.buf[0] = 1\n", path) == []
    assert found(f"{head}{made}\ndef test_it(block):\n    block.close()\n    block.buf[0] = 1\n", path) == [
        ("MP403", 13)
    ]


def test_a_fixture_that_every_test_gets(tmp_path: Path) -> None:
    """Under fork a lock is inherited, and the hint on what a spawned child gets is out of place."""
    text = (
        "import multiprocessing\nimport pytest\n\n@pytest.fixture(autouse=True)\ndef forking():\n"
        "    multiprocessing.set_start_method('fork', force=True)\n\n"
        "def test_it():\n    multiprocessing.Process(target=lambda: 0).start()\n"
    )
    assert found(text, tmp_path / "test_it.py") == []
    assert found(text.replace("autouse=True", "autouse=False"), tmp_path / "test_it.py") == [("MP201", 9)]


CASE = """\
import multiprocessing
import unittest


class CaseOfPools(unittest.TestCase):
    def {}(self):
        self.pool = multiprocessing.Pool(2)

    def {}(self):
        self.pool.close()
        self.pool.join()

    def test_it(self):
        self.pool.map(lambda number: number, [1])
"""


@pytest.mark.parametrize("pair", [("setUp", "tearDown"), ("setup_method", "teardown_method")])
def test_set_up_is_called_before_the_test(tmp_path: Path, pair: tuple[str, str]) -> None:
    assert found(CASE.format(*pair), tmp_path / "test_it.py") == [("MP201", 14)]


def test_tear_down_is_called_after_it(tmp_path: Path) -> None:
    text = CASE.format("setUp", "tearDown").replace("lambda number: number, [1]", "len, [[]]")
    assert found(text, tmp_path / "test_it.py") == []
    assert found(text.replace("        self.pool.close()\n", ""), tmp_path / "test_it.py") == [("MP604", 10)]


SHOP = {
    "shop/__init__.py": "",
    "shop/gateway.py": "def authorize(card):\n    raise ConnectionError(card)\n",
    "shop/checkout.py": (
        "import multiprocessing\n\nfrom shop import gateway\n\n\ndef pay(card):\n    return gateway.authorize(card)\n\n\n"
        "def pay_all(cards, method='spawn'):\n    with multiprocessing.get_context(method).Pool(2) as pool:\n"
        "        return pool.map(pay, cards)\n"
    ),
    "tests/conftest.py": (
        "import pytest\n\nfrom shop import gateway\n\n\n@pytest.fixture\ndef offline(monkeypatch):\n"
        "    monkeypatch.setattr(gateway, 'authorize', str)\n"
    ),
}


class TestWhatATestReplaces:
    """A worker under spawn and forkserver imports a module anew, and reads in it what the test has replaced here."""

    START = "from unittest import mock\n\nfrom shop import checkout, gateway\n\n\n"
    PAYS = "assert checkout.pay_all([1]) == ['1']\n"

    @pytest.fixture
    def tests(self, tmp_path: Path) -> Path:
        for name, text in SHOP.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / "tests"

    @pytest.mark.parametrize(
        ("body", "line"),
        [
            (f"def test_it(monkeypatch):\n    monkeypatch.setattr(gateway, 'authorize', str)\n    {PAYS}", 7),
            (f"def test_it(monkeypatch):\n    monkeypatch.setattr('shop.gateway.authorize', str)\n    {PAYS}", 7),
            (f"def test_it(offline):\n    {PAYS}", 7),
            (f"def test_it():\n    with mock.patch('shop.gateway.authorize', str):\n        {PAYS}", 7),
            (f"def test_it():\n    with mock.patch.object(gateway, 'authorize', str):\n        {PAYS}", 7),
            (f"@mock.patch('shop.gateway.authorize', str)\ndef test_it():\n    {PAYS}", 6),
            (
                f"def test_it(monkeypatch):\n    monkeypatch.setattr(gateway, 'refund', str, raising=False)\n    {PAYS}",
                0,
            ),
            (f"def test_it():\n    {PAYS}\n\ndef test_other(offline):\n    assert checkout.pay(1)\n", 0),
            ("def test_it(offline):\n    assert checkout.pay_all([1], 'fork') == ['1']\n", 0),
        ],
        ids=["here", "by_name", "in_a_fixture", "patch", "object", "decorator", "unread", "another_test", "fork"],
    )
    def test_it_is_reported_where_a_worker_reads_it(self, tests: Path, body: str, line: int) -> None:
        expected = [("MP105", line)] if line else []
        assert [(code, at) for code, at in found(self.START + body, tests / "test_shop.py")] == expected

    def test_it_is_true(self, tests: Path) -> None:
        """The same tests are run by pytest: what is reported fails, and what is not passes."""
        bodies = {
            "spawned": f"def test_it(offline):\n    {self.PAYS}",
            "forked": "def test_it(offline):\n    assert checkout.pay_all([1], 'fork') == ['1']\n",
        }
        results = {}
        for name, body in bodies.items():
            (tests / f"test_{name}.py").write_text(self.START + body, encoding="utf-8")
            command = [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-p",
                "no:cacheprovider",
                "-p",
                "no:xdist",
                f"tests/test_{name}.py",
            ]
            ran = subprocess.run(command, cwd=tests.parent, capture_output=True, text=True, check=False, timeout=120)
            results[name] = ran.returncode, "ConnectionError" in ran.stdout
        assert results["spawned"] == (1, True)
        if "fork" in multiprocessing.get_all_start_methods():
            assert results["forked"] == (0, False)


class TestStartsOnImport:
    """What a file of tests starts when it is imported, by a child or by a test runner."""

    START = "import multiprocessing\n{imports}\n\nseen = multiprocessing.Manager().dict()\n\n\ndef work(shared):\n    pass\n\n\n"
    UNITTEST = "class Tests(unittest.TestCase):\n    def test_it(self):\n        {0}\n"
    PYTEST = "def test_it():\n    {0}\n\n\ndef test_raises():\n    pytest.raises(ValueError)\n"
    SENDS_OWN = "multiprocessing.Process(target=work, args=(seen,)).start()"
    SENDS_OTHER = "multiprocessing.Process(target=print, args=(seen,)).start()"

    def messages(self, folder: Path, name: str, imports: str, tests: str) -> list[str]:
        path, text = folder / name, self.START.format(imports=imports) + tests
        path.write_text(text, encoding="utf-8")
        return [finding.message for finding in lint(text, str(path)) if finding.code == "MP101"]

    @pytest.mark.parametrize(("imports", "tests"), [("import unittest", UNITTEST), ("import pytest", PYTEST)])
    def test_no_child_imports_what_it_is_sent_nothing_of(self, tmp_path: Path, imports: str, tests: str) -> None:
        assert self.messages(tmp_path, "test_it.py", imports, tests.format(self.SENDS_OTHER)) == []

    @pytest.mark.parametrize(
        ("imports", "tests"),
        [
            ("import unittest", UNITTEST.format(SENDS_OWN)),
            ("import pytest", PYTEST.format(SENDS_OWN)),
            ("import unittest", UNITTEST.format(SENDS_OTHER) + "\n\nif __name__ == '__main__':\n    unittest.main()\n"),
            ("import unittest", UNITTEST.format(SENDS_OTHER) + "\n\nunittest.main()\n"),
        ],
    )
    def test_it_is_to_be_set_up_for_the_tests(self, tmp_path: Path, imports: str, tests: str) -> None:
        said, *_ = self.messages(tmp_path, "test_it.py", imports, tests)
        assert said == "importing this file starts a `Manager`; create it in `setUp` or a fixture"

    @pytest.mark.parametrize("name", ["test_speed.py", "speed.py"])
    def test_a_program_is_no_file_of_tests(self, tmp_path: Path, name: str) -> None:
        """Its name alone, or that of a function, makes none of it."""
        said, *_ = self.messages(tmp_path, name, "", f"def test_speed():\n    pass\n\n\n{self.SENDS_OTHER}\n")
        assert said.endswith('put it under `if __name__ == "__main__":`')
