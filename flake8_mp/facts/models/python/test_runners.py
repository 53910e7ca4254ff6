"""How test runners call the functions of a file: with fixtures, and between what sets up and what clears away.

pytest gives a test what the fixture of a parameter's name returns or yields, and goes on behind the ``yield`` when the
test is over; the nearest fixture of a name counts: that of the class, of the module, of the nearest conftest.py
(pytest's documentation, "How to use fixtures" and "Fixtures reference"). ``unittest.TestCase`` calls ``setUp`` before
each test and ``tearDown`` after it (``Lib/unittest/case.py``), and pytest does so with ``setup_method`` and
``teardown_method``.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from flake8_mp.facts import project
from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.events import Start
from flake8_mp.facts.importers import is_run_by_tests_only
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.relevance import fixture_names
from flake8_mp.facts.search_path import is_test
from flake8_mp.facts.values import Class, Deferred, Function, Method, Obj, Partial, Value, Values, function_of

_SET_UP = ("setup_class", "setUpClass", "setup_method", "setUp")
_TEAR_DOWN = ("tearDown", "teardown_method", "tearDownClass", "teardown_class")
_DEEPEST = 5
"""So deep are fixtures looked up that other fixtures ask for."""


class TestRunners(Model):
    """Calls test functions and fixtures as pytest and unittest do.

    Owns: the fixtures of a file.
    """

    __test__ = False

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._conftests: dict[tuple[str, str], Function | None] = {}
        """By the path of a conftest.py and the name, the fixture that it has, None where it has none."""
        self._is_imported = False
        """Whether a worker is a function of the file, so that a child imports it."""

    def before_as_child(
        self,
        value: Function | Method | Partial | Obj,
        arguments: Arguments,
        methods: frozenset[str],
        node: ast.AST,
        pickles_results: bool,
        pool: Obj | None,
        started: Obj | None,
    ) -> None:
        function = function_of(value)
        self._is_imported |= function is not None and function.source is self.interp.source

    def on_finish(self) -> None:
        # The main module is the test runner: a child only imports the file for what it is sent of it.
        if not self._is_imported and is_run_by_tests_only(self.interp.source):
            for event in [event for event in self.interp.report.events if isinstance(event, Start)]:
                self.interp.report.withdraw(event)

    def around_call_from_outside(
        self,
        proceed: Callable[[Function, Value | None, Bound], None],
        function: Function,
        receiver: Value | None,
        given: Bound,
    ) -> None:
        def run(given: Bound) -> bool:
            proceed(function, receiver, given)
            return True

        is_called_by_runner = function.name.startswith("test") and is_test(function.source.path)
        if not is_called_by_runner or function.is_async or "fixture" in function.kinds:
            proceed(function, receiver, given)
            return
        given = {"monkeypatch": (function.node, (self.interp.make("pytest.MonkeyPatch", function.node),)), **given}
        self._between(
            function,
            receiver,
            lambda: self._with_fixtures(self._wanted(function), function, receiver, given, run),
        )

    # -- set up and tear down -------------------------------------------------------------------------------------

    def _between(self, test: Function, receiver: Value | None, run: Callable[[], bool]) -> None:
        """Run a test between the methods of its class that set up and clear away."""
        if not isinstance(receiver, Obj) or test.owner is None:
            run()
            return

        cls = test.owner

        def body() -> bool:
            self._call_methods(_SET_UP, cls, receiver)
            return run()

        def final() -> bool:
            self._call_methods(_TEAR_DOWN, cls, receiver)
            return True

        self.interp.flow.protected(body, final)

    def _call_methods(self, names: Sequence[str], cls: Class, receiver: Obj) -> None:
        for name in names:
            for member in self.interp.objects.class_attribute(cls, name) or ():
                if isinstance(member, Function) and not member.is_async:
                    bound: Value = cls if "classmethod" in member.kinds else receiver
                    self.interp.calls.call_function(member, Arguments(member.node, more=True), bound)

    # -- fixtures -------------------------------------------------------------------------------------------------

    def _with_fixtures(
        self,
        wanted: list[tuple[str, Function]],
        test: Function,
        receiver: Value | None,
        given: Bound,
        run: Callable[[Bound], bool],
    ) -> bool:
        """Run the fixtures one within the other, and innermost what was asked for, with what they give."""
        if not wanted:
            return run({name: each for name, each in given.items() if name in _parameters(test)})
        (name, fixture), *others = wanted
        own = {key: each for key, each in given.items() if key in _parameters(fixture)}
        arguments = Arguments(fixture.node, kwargs=own, more=True)
        bound = receiver if fixture.owner is not None else None

        def body(values: Values) -> bool:
            return self._with_fixtures(others, test, receiver, {**given, name: (test.node, values)}, run)

        if not self.interp.objects.is_generator(fixture):
            return body(self.interp.calls.call_function(fixture, arguments, bound))
        manager = self.interp.make("context manager", test.node, tag=name)
        self.interp.suspended[manager.ident] = (fixture, arguments, bound)
        return self.interp.managers.enter_manager(manager, test.node, body)

    def _wanted(self, test: Function) -> list[tuple[str, Function]]:
        """Return the fixtures that a test needs, those first that others need."""
        found: dict[str, Function] = {}

        def add(name: str, fixture: Function, depth: int) -> None:
            if name in found or depth > _DEEPEST or fixture.is_async:
                return
            for inner in _parameters(fixture):
                # A fixture may ask for one of its own name: that of a conftest.py, which it stands for.
                needed = self._fixture(inner, test) if inner != name else None
                if needed is not None:
                    add(inner, needed, depth + 1)
            found[name] = fixture

        for name, fixture in self._automatic(test):
            add(name, fixture, 0)
        for name in _parameters(test):
            wanted = self._fixture(name, test)
            if wanted is not None:
                add(name, wanted, 0)
        return list(found.items())

    def _automatic(self, test: Function) -> list[tuple[str, Function]]:
        """Return the fixtures of the file that every test gets."""
        return [
            (_name_of(each), each)
            for each in self._fixtures_of(test.source.path)
            if each.owner in (None, test.owner) and _option(each, "autouse") is True
        ]

    def _fixture(self, name: str, test: Function) -> Function | None:
        """Return the fixture that a parameter of a test means, None where it is none that is known."""
        own = [each for each in self._fixtures_of(test.source.path) if _name_of(each) == name]
        for owner in (test.owner, None):
            for each in own:
                if each.owner is owner:
                    return each
        for path in project.conftests(test.source.path):
            if (path, name) not in self._conftests:
                self._conftests[path, name] = self._in_conftest(path, name)
            found = self._conftests[path, name]
            if found is not None:
                return found
        return None

    def _in_conftest(self, path: str, name: str) -> Function | None:
        source = project.load(path, small=True)
        for node in source.tree.body if source is not None else ():
            if isinstance(node, ast.FunctionDef) and name in fixture_names(node):
                self.interp.imports.resolve(Deferred("conftest", path, node.name))
        return next((each for each in self._fixtures_of(path) if _name_of(each) == name), None)

    def _fixtures_of(self, path: str) -> list[Function]:
        return [each for each in self.interp.objects.decorated if "fixture" in each.kinds and each.source.path == path]


def _parameters(function: Function) -> list[str]:
    node = function.node
    return [each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]


def _name_of(fixture: Function) -> str:
    """Return the name under which tests ask for a fixture."""
    name = _option(fixture, "name")
    return name if isinstance(name, str) else fixture.name


def _option(fixture: Function, option: str) -> object:
    """Return a constant that the decorator of a fixture is given, None where it is given none."""
    assert not isinstance(fixture.node, ast.Lambda)
    for decorator in fixture.node.decorator_list:
        for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
            if keyword.arg == option and isinstance(keyword.value, ast.Constant):
                return keyword.value.value
    return None
