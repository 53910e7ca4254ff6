"""How the facts are built: who may see whom, how large classes are, and that what a name promises is there."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from flake8_mp.facts.arguments import LibraryCall
from flake8_mp.facts.events import Place, Shape
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.questions import Questions
from flake8_mp.facts.row import Row
from flake8_mp.facts.runs.connect import connect, planned, roles
from flake8_mp.facts.runs.models import MODELS
from flake8_mp.facts.runs.reach import Reach
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.source import Source
from flake8_mp.facts.states import OwnState, State
from flake8_mp.facts.tree import last_name
from flake8_mp.facts.values import Obj
from flake8_mp.settings import Settings
from tests.house import FACTS, PAGE, answered_by, brought_up_to_date, emitted_by, handlers_of, parts, tree_of

FILES = sorted(FACTS.rglob("*.py"))
MOST_METHODS = 25
LARGER = {
    "Servers": 34,
    "Traffic": 33,
    "LockHolders": 30,
    "ImportsAgain": 27,
    "UnsharedState": 27,
}
"""Classes that are to be split still, with the number of methods that they must not exceed."""


def label(path: Path) -> str:
    return path.relative_to(FACTS).as_posix()


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return all nodes of a file."""
    return tuple(ast.walk(ast.parse(path.read_bytes())))


def wrong(paths: Iterable[Path], faults: Callable[[Path], Iterable[object]]) -> dict[str, list[object]]:
    """Return what is wrong in some files, by the file."""
    found = {label(path): list(faults(path)) for path in paths}
    assert found
    return {name: each for name, each in found.items() if each}


def imported(path: Path) -> Iterator[str]:
    """Name the modules of the facts that a file imports, those for the type checker included."""
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            for name in (node.module, *names):
                if name.startswith("flake8_mp.facts."):
                    yield name.removeprefix("flake8_mp.facts.")


def name_of(kind: type) -> str:
    return kind.__name__


def run(text: str, kinds: tuple[type[Model], ...] = MODELS) -> Interpreter:
    """Run a program with some models."""
    source = Source(ast.parse(text), text, "program.py")
    interp = Interpreter(source, Settings())
    connect(interp, kinds).run_module()
    return interp


class TestBorders:
    def test_the_interpreter_knows_no_library_and_no_model(self) -> None:
        beyond = {"library", "models", "runs"}
        files = (path for path in FILES if "interpreter" in path.parts)
        assert wrong(files, lambda path: beyond & {name.partition(".")[0] for name in imported(path)}) == {}

    def test_the_library_knows_rows_and_values_only(self) -> None:
        allowed = {"library", "row", "values"}
        files = (path for path in FILES if "library" in path.parts)
        assert wrong(files, lambda path: {name.partition(".")[0] for name in imported(path)} - allowed) == {}

    @pytest.mark.parametrize("model", MODELS, ids=name_of)
    def test_a_model_imports_no_other(self, model: type[Model]) -> None:
        others = {other.__module__.removeprefix("flake8_mp.facts.") for other in MODELS} - {model.__module__}
        path = FACTS.parent.parent / Path(*model.__module__.split(".")).with_suffix(".py")
        assert [name for name in imported(path) if name in others] == []

    def test_no_class_touches_what_another_keeps_for_itself(self) -> None:
        """Private attributes are those of ``self``, or of a second instance of the same class in its own file."""

        def beyond(path: Path) -> list[str]:
            return [
                ast.unparse(node)
                for node in nodes(path)
                if isinstance(node, ast.Attribute)
                and node.attr.startswith("_")
                and not node.attr.startswith("__")
                and isinstance(node.value, ast.Attribute)
            ]

        assert wrong((path for path in FILES if label(path) not in ("store.py", "slot.py")), beyond) == {}

    def test_keys_of_the_store_are_made_by_slots(self) -> None:
        def made(path: Path) -> list[str]:
            texts = {id(node.value) for node in nodes(path) if isinstance(node, ast.Expr)}
            found = [
                node.value
                for node in nodes(path)
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in texts
            ]
            return [text for text in found if text[:1] == "#" or (text[:1] == "=" and text != "=")]

        # One of these marks the keys, the other finds comments.
        assert wrong((path for path in FILES if label(path) not in ("slot.py", "source.py")), made) == {}

    def test_one_part_decides_where_events_are_said(self) -> None:
        """Models say what in the linted file brings an event about; they do not move events."""

        def moved(path: Path) -> list[str]:
            return [
                ast.unparse(node)
                for node in nodes(path)
                if isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "replace"
                and any(keyword.arg == "place" for keyword in node.keywords)
            ]

        # To withdraw an event, it is compared with what was said of another file.
        allowed = ("interpreter/attribution.py", "interpreter/report.py")
        assert wrong((path for path in FILES if label(path) not in allowed), moved) == {}

    def test_what_an_evaluation_is_for_is_not_counted_by_hand(self) -> None:
        """That, and what is not certain in it, is said with ``with interp.evaluating(…)`` and ``interp.doubting()``."""
        positions = {"loops", "looping", "world.uncertain", "world.coroutine"}

        def counted(path: Path) -> set[str]:
            return {
                ast.unparse(node.target).removeprefix("self.interp.")
                for node in nodes(path)
                if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Sub)
                if ast.unparse(node.target).startswith("self.interp.")
            } - positions

        assert wrong(FILES, counted) == {}

    def test_a_hook_is_not_passed_on_by_super(self) -> None:
        def passed_on(path: Path) -> list[str]:
            return [
                node.name
                for node in nodes(path)
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name != "__init__"
                if any(isinstance(inner, ast.Name) and inner.id == "super" for inner in ast.walk(node))
            ]

        assert wrong(FILES, passed_on) == {}


class TestSizes:
    def test_no_class_has_too_many_methods(self) -> None:
        sizes = {
            node.name: sum(isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)) for inner in node.body)
            for path in FILES
            for node in ast.parse(path.read_bytes()).body
            if isinstance(node, ast.ClassDef)
        }
        assert {name: size for name, size in sizes.items() if size > LARGER.get(name, MOST_METHODS)} == {}

    def test_no_class_is_allowed_more_than_it_needs(self) -> None:
        named = {node.name for path in FILES for node in ast.parse(path.read_bytes()).body if hasattr(node, "name")}
        assert set(LARGER) <= named

    @pytest.mark.parametrize("kind", [*MODELS, *parts().values(), Questions], ids=name_of)
    def test_no_class_is_deep(self, kind: type) -> None:
        assert max(map(depth, kind.__bases__)) + 1 <= 3


def depth(kind: type) -> int:
    """Return how many classes lie between a class and ``object``, itself included."""
    return 0 if kind is object else 1 + max(map(depth, kind.__bases__))


class TestPromises:
    def test_each_effect_of_a_row_is_acted_on(self) -> None:
        rows = [*api.CONTEXT.values(), *api.FUNCTIONS.values(), *(r for m in api.METHODS.values() for r in m.values())]
        assert {row.effect for row in rows if row.effect} - set(run("").effects) == set()

    def test_each_question_is_answered_by_one_model(self) -> None:
        answers = Counter(name for model in MODELS for name in answered_by(model))
        questions = {name for name in dir(Questions) if not name.startswith("__")}
        assert questions - set(answers) == set()
        assert [name for name, number in answers.items() if number > 1] == []

    def test_a_public_method_is_a_question_or_an_effect(self) -> None:
        questions = set(dir(Questions))
        beyond = {
            f"{model.__name__}.{name}"
            for model in MODELS
            for name, form, _ in roles(model)
            if not form and name not in questions and not name.startswith("effect_")
            if any(isinstance(n, ast.FunctionDef) and n.name == name for n in tree_of(model).body)
            if any(name in asked_names(other) for other in MODELS if other is not model)
        }
        assert beyond == set()

    def test_a_handler_of_what_does_not_happen_is_refused(self) -> None:
        class Misspelt(Model):
            """Handles nothing."""

            def on_tuoch(self, obj: Obj, node: ast.AST, attribute: str) -> None: ...

        kinds = (type(run("").hooks),)
        with pytest.raises(TypeError, match=r"^Misspelt.on_tuoch: there is no 'tuoch' to handle$"):
            planned((Misspelt,), kinds)

    @pytest.mark.parametrize("model", MODELS, ids=name_of)
    def test_a_model_says_what_it_is_for(self, model: type[Model]) -> None:
        about = model.__doc__ or ""
        assert about.partition("\n\n")[0].endswith(".")
        assert re.search(r"^ *Owns: \S", about, re.MULTILINE)
        reported = re.search(r"^ *Emits: (.*)", about, re.MULTILINE | re.DOTALL)
        assert set(re.findall(r":class:`(\w+)`", reported[1] if reported else "")) == emitted_by(model)

    def test_each_model_is_of_use(self) -> None:
        assert [model.__name__ for model in MODELS if not handlers_of(model) and not roles(model)] == []

    def test_the_page_is_up_to_date(self) -> None:
        page = PAGE.read_text(encoding="utf-8")
        assert page == brought_up_to_date(page), "run: python -m tests.house"


def asked_names(model: type[Model]) -> frozenset[str]:
    """Return the questions that a model asks, under whatever name."""
    return _asked_names(tree_of(model))


@cache
def _asked_names(tree: ast.ClassDef) -> frozenset[str]:
    return frozenset(
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "ask"
    )


class TestStates:
    """The type checker refuses a state that is not declared; these look for what is declared in vain."""

    DECLARED = frozenset({*get_args(State), *get_args(OwnState)})

    @staticmethod
    def texts(*functions: str) -> set[object]:
        """Return the texts that are given to some functions, in whatever file of the facts."""
        return {
            inner.value
            for path in FILES
            for node in nodes(path)
            if isinstance(node, ast.Call) and last_name(node.func) in functions
            for inner in ast.walk(node)
            if isinstance(inner, ast.Constant)
        }

    def test_each_is_entered(self) -> None:
        assert self.DECLARED - self.texts("move", "set_states", "own") == set()

    def test_each_is_asked_for(self) -> None:
        compared = {
            node.left.value
            for path in FILES
            for node in nodes(path)
            if isinstance(node, ast.Compare) and isinstance(node.left, ast.Constant)
        }
        assert self.DECLARED - self.texts("must", "can", "has_been", "own") - compared == set()


class TestHowToAddAModel:
    """The example of the page, written as by a reader of this page alone."""

    class Listeners(Model):
        """Follows listeners. Owns: the kind ``Listener``."""

        _closed_at = Slot[Place]("by the listener, where it was closed")

        def effect_close_listener(self, call: LibraryCall) -> None:
            assert call.obj is not None
            self._closed_at.set(self.interp.place(call.node), call.obj.ident)

        def effect_accept(self, call: LibraryCall) -> None:
            obj = call.obj
            assert obj is not None
            if len(self._closed_at.each(obj.ident)) == len(self._closed_at.values(obj.ident)) > 0:
                self.interp.emit(Shape(self.interp.place(call.node), problem="closed listener", words="accept"))

    @pytest.fixture(autouse=True)
    def rows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        made = Row("address family backlog authkey", "Listener")
        monkeypatch.setitem(api.FUNCTIONS, "multiprocessing.connection.Listener", made)
        methods = {"accept": Row("", "Connection", effect="accept"), "close": Row("", effect="close_listener")}
        monkeypatch.setitem(api.METHODS, "Listener", methods)

    def found(self, *lines: str) -> list[int]:
        text = "from multiprocessing.connection import Listener\nlistener = Listener()\n" + "\n".join(lines) + "\n"
        interp = run(text, (*MODELS, self.Listeners))
        return [event.place.span.line for event in interp.report.events if isinstance(event, Shape)]

    def test_what_is_closed_accepts_nobody(self) -> None:
        assert self.found("listener.close()", "listener.accept()") == [4]

    def test_what_is_open_does(self) -> None:
        assert self.found("listener.accept()", "listener.close()") == []

    def test_what_may_be_open_may(self) -> None:
        assert self.found("if input():", "    listener.close()", "listener.accept()") == []


def test_what_runs_is_among_the_models() -> None:
    assert [model for model in MODELS if issubclass(model, Reach)] == [Reach]
