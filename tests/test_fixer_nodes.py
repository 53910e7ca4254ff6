"""What fixers know of the nodes of a file, compared with what libcst itself says of it."""

from __future__ import annotations

from pathlib import Path

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider

from flake8_mp.fixers.nodes import Nodes, Positions, children

ROOT = Path(__file__).parent.parent

CORNERS = {
    "header": "#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n\n\n'''Doc.\n\nMore.\n'''\n\nimport a\n\n\n# above\nx = 1  # b\n# end\n",
    "no-line-end": "import a\nx = [\n    1,\n]",
    "one-line": "if a: b(); c()\nelse: d\nclass A: pass\n",
    "decorators": "import a\n\n\n@a.b(\n    1\n)\n# between\nclass C(A, metaclass=B):\n    @property\n    def f(self, /, a, *, b: int = 2, **c) -> int:\n        yield 1\n",
    "f-strings": 'x = f"""{a!r:>{width}} {b=}\n{c:%Y}"""\ny = ("a" "b"\n     f"{1}")\n',
    "order": "x = (a if b else c)\nasync def f():\n    async with a as b, c as (d, e):\n        await (yield)\n    return [i async for i in x if i if not i for j in {**i}]\n",
    "match": "match a:\n    case {'b': 1, **rest} if rest: pass\n    case A(1, b=2) | [_, *_]: pass\n    case _: pass\n",
    "imports": "from . import (a, b as c,)\nfrom ..d import *\nimport e.f as g\nglobal h; nonlocal i\n",
    "statements": "try:\n    assert a, b\nexcept* (A, B) as e:\n    raise A from e\nelse:\n    del a[1:2, ::3]\nfinally:\n    a @= not -b ** (lambda *a, k=1: a)(*a, **b)\n",
    "empty": "",
    "comments": "# only\n\n# comments\n",
}
FILES = [ROOT / "flake8_mp/fixers/program.py", *sorted((ROOT / "fixtures/mp401").glob("*.py"))]


@pytest.fixture(
    params=[*CORNERS.values(), *FILES], ids=[*CORNERS, *(str(path.relative_to(ROOT)) for path in FILES)], scope="module"
)
def module(request: pytest.FixtureRequest) -> cst.Module:
    return cst.parse_module(request.param.read_text("utf-8") if isinstance(request.param, Path) else request.param)


def test_what_a_node_consists_of_and_in_which_order(module: cst.Module) -> None:
    todo: list[cst.CSTNode] = [module]
    in_order = []
    while todo:
        node = todo.pop()
        in_order.append(node)
        assert all(ours is theirs for ours, theirs in zip(children(node), node.children, strict=True)), node
        todo += reversed(node.children)
    assert all(ours is theirs for ours, theirs in zip(Nodes(module).inside(module), in_order, strict=True))


def test_what_a_node_lies_in(module: cst.Module) -> None:
    nodes = Nodes(module)
    theirs = MetadataWrapper(module, unsafe_skip_copy=True).resolve(ParentNodeProvider)
    for node, parent in theirs.items():
        assert nodes.parent(node) is parent
        assert any(each is node for each in nodes.inside(parent))
    assert nodes.parent(module) is None


def test_where_a_node_stands_wherever_one_begins_to_ask(module: cst.Module) -> None:
    theirs = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    backwards = Positions(module, Nodes(module))
    for node in reversed(list(theirs)):
        assert backwards[node] == theirs[node], node
    by_line = Positions(module, Nodes(module))
    for node, position in theirs.items():
        if isinstance(node, cst.BaseExpression | cst.FunctionDef | cst.ClassDef):
            assert (node, position) in by_line.on_line(position.start.line)
