"""Walking trees, and that nothing is left of a run for the garbage collector."""

from __future__ import annotations

import ast
import gc

import pytest

from flake8_mp.engine import lint
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.tree import Around, children, is_never_left, leaving, parents, walk
from flake8_mp.facts.values import Class, Frame, Function, Obj
from tests.conftest import ROOT

LEFT_OUT = (ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)
FILES = sorted((ROOT / "flake8_mp" / "facts").rglob("*.py"))
EVERY_KIND = """
import a.b as c, d
from . import e as f
async def g(h: int = 1, /, i=2, *j, k, l=3, **m) -> None:
    global n, o
    async for p in q: await r
    async with s as t, u: yield
    return {**v, "w": x} | {y for z in a if b if c}
class D(E, metaclass=F):
    G: H = [i[1:2, ::3] for i in j]
    def k(self): nonlocal_ = lambda l: (yield from f"{m!r:>{n}}")
match o:
    case {"p": 1, **q} | [r, *s] | T(u, v=2) if w: pass
    case None | x.y | _ as z: pass
try:
    with a: raise b from c
except* (D, E) as f: assert g, h
else: i += (j := not -k) if l < m <= n is not o else p or q and r
finally: del s[t], u.v
while True: break
"""


@pytest.mark.parametrize("source", [EVERY_KIND, *(path.read_text(encoding="utf-8") for path in FILES)])
def test_a_tree_is_walked_as_by_the_standard_library(source: str) -> None:
    tree = ast.parse(source)
    expected = [node for node in ast.walk(tree) if not isinstance(node, LEFT_OUT)]
    assert walk(tree) == expected
    assert parents(tree) == {inner: node for node in expected for inner in children(node)}
    for node in expected:
        assert children(node) == [inner for inner in ast.iter_child_nodes(node) if not isinstance(inner, LEFT_OUT)]


@pytest.mark.parametrize("source", [EVERY_KIND, "a = f(1); b = g(2)\n", "", "@f(1)\n@g\ndef h(a): pass\n"])
@pytest.mark.parametrize("backwards", [False, True])
def test_what_nodes_are_parts_of_is_worked_out_by_the_statement(source: str, backwards: bool) -> None:
    tree = ast.parse(source)
    around, expected = Around(tree), parents(tree)
    nodes = walk(tree)
    for node in reversed(nodes) if backwards else nodes:
        assert around.get(node) is expected.get(node)


def test_a_node_of_another_file_is_part_of_nothing() -> None:
    around = Around(ast.parse("a = 1\nb = 2\n"))
    assert around.get(ast.parse("c = 3\n").body[0]) is None


@pytest.mark.parametrize(
    ("body", "ends", "is_left"),
    [
        ("break", ["break"], True),
        ("if a: return b", ["return b"], True),
        ("try: a()\n  except E: raise", ["raise"], False),
        ("sys.exit(1)", ["sys.exit(1)"], False),
        ("yield a", [], True),
        ("a = await b", [], True),
        ("for a in b: break", [], False),
        ("for a in b: return", ["return"], True),
        ("for a in b: pass\n  else: break", ["break"], True),
        ("while a:\n   while b: pass\n   else: break", [], False),
        ("def a(): return b", [], False),
        ("async def a(): await b", [], False),
        ("a(lambda: exit())", [], False),
        ("class A:\n   def a(self): yield", [], False),
        ("continue", [], False),
    ],
)
def test_what_ends_a_loop(body: str, ends: list[str], is_left: bool) -> None:
    loop = next(
        node for node in walk(ast.parse(f"async def f():\n while True:\n  {body}")) if isinstance(node, ast.While)
    )
    assert [ast.unparse(node) for node in leaving(loop)] == ends
    assert is_never_left(loop) is not is_left


def test_a_run_leaves_no_garbage() -> None:
    path = ROOT / "fixtures" / "mp101_unguarded_start" / "bad_class_body.py"
    source = path.read_text(encoding="utf-8")
    more = "\n\ndef f(x, y=lambda: 1):\n    match x and y or f:\n        case 1 | 2 if y:\n            return f(g)\n"
    gc.collect()
    gc.disable()
    try:
        assert lint(source + more, str(path))
        assert not [thing for thing in gc.get_objects() if type(thing) in (Interpreter, Frame, Function, Class, Obj)]
    finally:
        gc.enable()
