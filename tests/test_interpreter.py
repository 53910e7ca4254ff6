"""The interpreter alone, without any model: programs of a few lines, and what the store holds behind them."""

from __future__ import annotations

import ast

import pytest

from flake8_mp.facts.interpreter.hooks import Hooks
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.purpose import USE, Purpose
from flake8_mp.facts.source import Source
from flake8_mp.facts.store import Store
from flake8_mp.facts.values import UNBOUND, Class, Const, Frame, Function, Obj, Reference, Unknown, Value, Values
from flake8_mp.settings import Settings


def run(*lines: str) -> Interpreter:
    """Run a program; its names are in the store then, as far as it comes to its end."""
    text = "\n".join(lines) + "\n"
    interp = Interpreter(Source(ast.parse(text), text, "program.py"), Settings())
    interp.expressions.prepare()
    interp.statements.prepare()
    interp.statements.run(interp.source.tree.body)
    return interp


def show(value: Value) -> object:
    """Return what stands for a value in the tests below."""
    if isinstance(value, Const):
        return value.value
    if isinstance(value, Obj):
        return f"<{value.cls.name if value.cls is not None else value.kind}>"
    if isinstance(value, (Function, Class, Reference)):
        return f"<{value.name}>"
    return "unbound" if value is UNBOUND else "?" if isinstance(value, Unknown) else type(value).__name__


def bound(name: str, *lines: str) -> list[object]:
    """Return the alternatives of a name behind a program."""
    interp = run(*lines)
    return [show(value) for value in interp.store.get((interp.frame.ident, name)) or ()]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("x = 1",), [1]),
        (("x = y = 'a'",), ["a"]),
        (("a, x = 1, 2",), [2]),
        (("(a, *x) = 1, 2, 3",), ["<list>"]),
        (("x: int = 3",), [3]),
        (("if (x := 4):", "    pass"), [4]),
        (("x = 1", "del x"), ["unbound"]),
        (("x = not 0",), [True]),
        (("x = -1",), [-1]),
        (("x = 1 if 2 > 1 else 3",), [1]),
        (("x = 'a' in 'abc'",), [True]),
        (("x = 0 or 'b'",), ["b"]),
        (("x = unknown()",), ["?"]),
        (("import os", "x = os.path"), ["<os.path>"]),
    ],
)
def test_expressions(lines: tuple[str, ...], expected: list[object]) -> None:
    assert bound("x", *lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("if unknown():", "    x = 1", "else:", "    x = 2"), [1, 2]),
        (("x = 1", "if unknown():", "    x = 2"), [2, 1]),
        (("if 1 > 2:", "    x = 1", "else:", "    x = 2"), [2]),
        (("x = None", "if unknown():", "    x = 1", "if x is None:", "    x = 2"), [2, 1]),
        (("match 2:", "    case 1:", "        x = 1", "    case 2:", "        x = 2"), [2]),
        (("try:", "    x = unknown()", "except ValueError:", "    x = 2"), ["?", 2]),
        (("try:", "    x = 1", "finally:", "    x = 2"), [2]),
        (("while True:", "    x = 1", "    break"), [1]),
        (("for x in (1, 2):", "    pass"), [1, 2]),
    ],
)
def test_paths_meet(lines: tuple[str, ...], expected: list[object]) -> None:
    assert sorted(map(str, bound("x", *lines))) == sorted(map(str, expected))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("def f(a, b=2):", "    return b", "x = f(1)"), [2]),
        (("def f(*a):", "    return a", "x = f(1)[0]"), [1]),
        (("def f(**k):", "    return k['a']", "x = f(a=1)"), [1]),
        (("def f():", "    global x", "    x = 5", "f()"), [5]),
        (("x = (lambda a: a)(6)",), [6]),
        (("def f(n):", "    return f(n)", "x = f(1)"), ["?"]),
        (("class C:", "    y = 1", "x = C.y"), [1]),
        (("class C:", "    def __init__(self):", "        self.y = 7", "x = C().y"), [7]),
        (("class B:", "    y = 1", "class C(B): pass", "x = C().y"), [1]),
        (("class C:", "    @staticmethod", "    def m():", "        return 8", "x = C.m()"), [8]),
        (("class C:", "    @property", "    def m(self):", "        return 9", "x = C().m"), [9]),
        (("x = {'a': 1}['a']",), [1]),
        (("x = [1, 2][1]",), [2]),
        (("def g():", "    yield 1", "for x in g():", "    pass"), [1]),
    ],
)
def test_functions_classes_and_containers(lines: tuple[str, ...], expected: list[object]) -> None:
    assert bound("x", *lines) == expected


def test_what_a_function_of_another_module_gets_escapes() -> None:
    interp = run("import json", "x = [1]", "y = {}", "y['k'] = x")
    found = interp.store.get((interp.frame.ident, "x")) or ()
    assert [show(value) for value in found] == ["<list>"]
    assert isinstance(found[0], Obj)
    assert not interp.can(found[0], "escaped")
    interp.objects.escape(interp.store.get((interp.frame.ident, "y")) or ())
    assert interp.must(found[0], "escaped")


def test_without_models_nothing_is_emitted() -> None:
    assert not run("import multiprocessing", "multiprocessing.Process(target=lambda: 1).start()").report.events


def test_what_is_not_known_of_an_object_is_neither_certain_nor_ruled_out() -> None:
    interp = run("x = []")
    obj = next(value for value in interp.store.get((interp.frame.ident, "x")) or () if isinstance(value, Obj))
    assert (interp.can(obj, "reported"), interp.has_been(obj, "reported"), interp.must(obj, "reported")) == (
        False,
        False,
        False,
    )
    interp.move(obj, add="reported")
    assert (interp.can(obj, "reported"), interp.has_been(obj, "reported"), interp.must(obj, "reported")) == (
        True,
        True,
        True,
    )
    # A method that is run by itself finds the object in an attribute, and nothing of what was done to it.
    interp.store = Store()
    assert (interp.can(obj, "reported"), interp.has_been(obj, "reported"), interp.must(obj, "reported")) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("    raise X", False),
        ("    if n > 3:\n        raise X", False),
        ("    for a in n:\n        if a > 3:\n            raise X", False),
        ("    for a in n:\n        b = a\n        if b:\n            raise X", False),
        ("    b = 1\n    for a in n:\n        b = a\n    if b:\n        raise X", True),
        ("    b = 1\n    for a in n:\n        b = a\n    if b:\n        return\n    raise X", True),
        ("    while n:\n        n = n - 1\n        if n:\n            continue\n        raise X", True),
        ("    for a in n:\n        if a:\n            return\n    raise X", True),
        ("    for a in n:\n        if a:\n            break\n    else:\n        raise X", True),
        ("    b = 1\n    def g():\n        raise X\n    while b:\n        b = g()", False),
    ],
)
def test_what_a_loop_has_come_to_may_decide_what_is_reached(body: str, expected: bool) -> None:
    source = Source(ast.parse(f"def f(n):\n{body}\n"), "", "program.py")
    node = next(node for node in ast.walk(source.tree) if isinstance(node, ast.Raise))
    assert source.depends_on_loop(node) is expected


class TestPurpose:
    """What expressions are evaluated for, seen where a function reads a name of its module."""

    @staticmethod
    def purposes(*body: str) -> list[Purpose]:
        """Return for what ``thing`` is read by a function with these lines, each time that it is."""
        found: list[Purpose] = []
        lines = ("thing = object()", "def read():", "    return thing", "def run():", *(f"    {line}" for line in body))
        text = "\n".join((*lines, "run()", ""))
        interp = Interpreter(Source(ast.parse(text), text, "program.py"), Settings())

        class Noting(Hooks):
            def read_global(self, node: ast.Name, frame: Frame, values: Values) -> Values:
                if node.id == "thing":
                    found.append(interp.purpose)
                return values

        interp.hooks = Noting()
        interp.expressions.prepare()
        interp.statements.prepare()
        interp.statements.run(interp.source.tree.body)
        assert interp.purpose == USE
        return found

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("print(thing)", USE),
            ("if thing is None: pass", Purpose(only_tests=True, decides=True)),
            ("if not thing: pass", Purpose(only_tests=True, decides=True)),
            ("if len(thing) > 1: pass", Purpose(only_tests=True, decides=True)),
            ("if len(thing): pass", Purpose(decides=True)),
            ("if thing.attribute is None: pass", Purpose(decides=True)),
            ("if thing[0] is None: pass", Purpose(decides=True)),
            ("if read() is None: pass", USE),
            ("while thing is None: break", Purpose(only_tests=True, decides=True)),
            ("x = 1 if thing is None else 2", Purpose(only_tests=True, decides=True)),
        ],
    )
    def test_what_a_name_is_read_for(self, line: str, expected: Purpose) -> None:
        assert self.purposes(line)[0] == expected

    def test_counting_up_is_no_use(self) -> None:
        assert self.purposes("global thing", "thing += 1") == [Purpose(only_tests=True)]

    def test_it_is_restored_where_a_path_ends(self) -> None:
        assert self.purposes("try:", "    if exit() is None: pass", "finally:", "    print(thing)") == [USE]
