"""Sources that are never written on purpose, or that grew by accident: no exception, no internal error, and an end."""

from __future__ import annotations

import ast
import sys
import textwrap
from pathlib import Path

import pytest

from flake8_mp.engine import lint, matters
from flake8_mp.facts import name_graph
from tests.conftest import LAMBDA_TO_POOL, Project, lint_soundly, time_limit

HEAD = "import multiprocessing as mp\nfrom concurrent.futures import ProcessPoolExecutor\n"


class TestWhatDoesNotParse:
    @pytest.mark.parametrize(
        "source",
        [
            HEAD + "def f(:\n",
            HEAD + "x = (\n",
            HEAD + "x = 1\n\tif x:\n  y\n",
            HEAD + "x = '\x00'\n",
            "\x00multiprocessing",
            HEAD + "x = '\ud800'\n",
            HEAD + "print 'two'\n",
            HEAD + "mp.Pool().map(" + "(" * 1000 + ")" * 1000 + ")\n",
            HEAD + "x = " + "f(" * 1000 + ")" * 1000 + "\n",
        ],
        ids=["def", "open", "tabs", "nul", "nul-first", "surrogate", "python2", "parentheses", "calls"],
    )
    def test_it_has_no_findings(self, source: str) -> None:
        assert lint(source) == []

    @pytest.mark.parametrize("data", [b"\xff\xfe", b"# coding: klingon\nimport multiprocessing\n"])
    def test_flake8_survives_what_cannot_be_decoded(self, project: Project, data: bytes) -> None:
        (project.folder / "bad.py").write_bytes(data)
        project.write("fine.py", LAMBDA_TO_POOL)
        assert project.codes("bad.py", "fine.py") == ["fine.py:5:24 MP201"]

    def test_latin_1_without_a_declaration_is_read_as_flake8_does(self, project: Project) -> None:
        # flake8 falls back to latin-1 and hands over a tree of that text
        (project.folder / "bad.py").write_bytes(b"x = '\xe9'\n" + LAMBDA_TO_POOL.encode())
        assert project.codes("bad.py") == ["bad.py:6:24 MP201"]


class TestSize:
    def test_a_hundred_thousand_lines(self) -> None:
        source = HEAD + "x = 1\n" * 100_000 + LAMBDA_TO_POOL
        assert [f.span.line for f in lint_soundly(source) if f.code == "MP201"] == [100_007]

    def test_five_thousand_functions_that_call_each_other(self) -> None:
        body = "".join(f"def f{n}():\n    f{n + 1}()\n\n" for n in range(5000))
        lint_soundly(HEAD + body + "def f5000():\n    mp.Process(target=print).start()\n\nf0()\n")

    def test_a_long_line(self) -> None:
        lint_soundly(HEAD + "x = [" + "lambda: 0, " * 20_000 + "]\nmp.Pool().map(print, x)\n")

    def test_many_assignments_to_one_name(self) -> None:
        rebound = "".join(f"f = lambda x: x + {n}\n" for n in range(3000))
        lint_soundly(HEAD + rebound + "mp.Process(target=f)\n" * 300)

    def test_two_to_the_power_of_thirty_paths(self) -> None:
        branches = "".join(f"    if c({n}):\n        q = mp.Queue()\n    else:\n        q = None\n" for n in range(30))
        lint_soundly(HEAD + "def f(c):\n" + branches + "    p = mp.Process(target=print, args=(q,))\n")

    def test_fifteen_nested_loops_around_a_try(self) -> None:
        lines = ["def f(c):"]
        for depth in range(1, 16):
            lines.append("    " * depth + "while c():")
            lines.append("    " * (depth + 1) + "q = mp.Queue()")
        inner = "    " * 16
        lines += [inner + "try:", inner + "    q.put(1)", inner + "finally:", inner + "    q.close()"]
        lint_soundly(HEAD + "\n".join(lines) + "\n")


IMPORT = "import multiprocessing\n"
METHOD = IMPORT + "class A:\n    def f(self):\n        x = '%s'; multiprocessing.Pool()\n"
PATTERNS = {
    "dots of an import": "x = '''\n" + ("from " + "." * 2000 + " x\n") * 300 + "'''\n" + IMPORT,
    "annotations on one line": METHOD % ("self.a: " * 60_000),
    "attributes on one line": METHOD % ("self.a " * 60_000),
    "a long attribute": METHOD % ("self." + "a" * 600_000),
    "a library on one line": IMPORT + "x = '" + "multiprocessing: " * 60_000 + "'\n",
    "imports that are not closed": IMPORT + "x = '''" + "import (\n" * 60_000 + "'''\n",
    "imports on one line": IMPORT + "x = '" + "import " * 80_000 + "'\n",
    "lines without an end": IMPORT + "x = '" + "a" * 800_000 + "'\n",
    "spaces": IMPORT + " " * 800_000 + "\n",
    "words": IMPORT + "x = '" + "Pool Process Queue lambda " * 40_000 + "'\n",
}


@pytest.mark.parametrize("name", PATTERNS)
def test_what_patterns_may_stumble_over(name: str, tmp_path: Path) -> None:
    source = PATTERNS[name]
    path = tmp_path / "program.py"
    path.write_text(source, encoding="utf-8")
    ast.parse(source)
    with time_limit(30):
        matters(source, str(path))
        lint_soundly(source, str(path))
        name_graph.names_from_others(source, str(path))


class TestDepth:
    @pytest.mark.parametrize(
        "expression",
        [
            "a" + ".b" * 1000,
            "a" + ".b()" * 300,
            "a" + "[0]" * 1000,
            " + ".join(["a"] * 1000),
            " and ".join(["a"] * 1000),
            "a if b else " * 200 + "c",
            "lambda: " * 90 + "a",
            "(" * 90 + "a" + ")" * 90,
            "mp.Pool(" * 90 + ")" * 90,
            "[" * 90 + "lambda: 0" + "]" * 90,
            "not " * 500 + "a",
            "-" * 500 + "1",
        ],
        ids=lambda text: text[:12],
    )
    def test_deep_expressions(self, expression: str) -> None:
        lint_soundly(HEAD + f"x = {expression}\nmp.Process(target=x, args=({expression},)).start()\n")

    def test_deep_branches(self) -> None:
        lint_soundly(HEAD + "if a:\n    x = 1\n" + "elif a:\n    x = mp.Pool()\n" * 500 + "x.map(f, x)\n")

    def test_deep_blocks(self) -> None:
        blocks = "".join(" " * depth + "if a:\n" for depth in range(90))
        lint_soundly(HEAD + blocks + " " * 90 + "mp.Pool()\n")

    def test_deep_definitions(self) -> None:
        functions = "".join(" " * depth + f"def f{depth}():\n" for depth in range(90))
        lint_soundly(HEAD + functions + " " * 90 + "mp.Process(target=f1).start()\n")
        classes = "".join(" " * depth + f"class C{depth}:\n" for depth in range(90))
        lint_soundly(HEAD + classes + " " * 90 + "x = mp.Lock()\n")

    @pytest.mark.parametrize("depth", [2_000, 20_000])
    def test_a_tree_deeper_than_the_stack(self, depth: int) -> None:
        # No source leads to such a tree on every Python, so it is built by hand.
        name: ast.expr = ast.Name("mp", ast.Load(), lineno=1, col_offset=0, end_lineno=1, end_col_offset=2)
        place = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 2}
        for _ in range(depth):
            name = ast.Attribute(name, "x", ast.Load(), **place)
        tree = ast.parse(HEAD)
        tree.body.append(ast.Expr(name, **place))
        lint_soundly(HEAD, tree=tree)
        while isinstance(name, ast.Attribute):  # dropped piece by piece: the interpreter's own stack is finite
            name = name.value
        tree.body.pop()


CIRCLES = {
    "function": "def f():\n    return f()\nmp.Process(target=f()).start()\n",
    "mutual": "def f():\n    g()\ndef g():\n    f()\n    mp.Pool().map(f, g)\nf()\n",
    "lambda": "f = lambda: f()\nmp.Pool().map(f, [f])\n",
    "name": "x = x\nmp.Process(target=x).start()\n",
    "two-names": "a = b\nb = a\nmp.Process(target=a, args=(b,)).start()\n",
    "base": "class A(A):\n    pass\nmp.Process(target=A()).start()\n",
    "two-bases": "class A(B):\n    pass\nclass B(A):\n    pass\nmp.Pool().map(A().f, [B()])\n",
    "default": "def f(x=f()):\n    pass\nmp.Pool().map(f, [1])\n",
    "decorator": "@f\ndef f():\n    pass\nmp.Pool().map(f, [1])\n",
    "list": "x = [x]\nx = [x, x]\nmp.Pool().map(print, x)\n",
    "partial": "import functools\nf = functools.partial(f, f)\nmp.Pool().map(f, [f])\n",
    "context": "mp = mp.get_context(mp)\nmp = mp.get_context('spawn')\nmp.Pool()\n",
    "attribute": "class A:\n    def __init__(self):\n        self.a = self.a\n        self.b = self\n"
    "a = A()\nmp.Process(target=a.b.b.b.a).start()\n",
    "instance": "class A:\n    def __init__(self):\n        self.other = A()\nmp.Pool().map(A().other, [A()])\n",
    "class-of-process": "class P(mp.Process):\n    def __init__(self):\n        super().__init__(target=P())\nP().start()\n",
    "with": "with x as x:\n    mp.Pool().map(x, x)\n",
    "loop": "for x in x:\n    x = [x for x in x]\n    mp.Process(target=x).start()\n",
    "walrus": "(x := (x := x))\nmp.Process(target=(y := y)).start()\n",
    "return": "def f():\n    return g()\ndef g():\n    return f\nmp.Pool().map(f()()(), [1])\n",
    "property": "class A:\n    @property\n    def a(self):\n        return self.a\nmp.Pool().map(A().a, [1])\n",
    "import": "import program\nfrom program import f\nmp.Pool().map(f, [program.f])\n",
}


@pytest.mark.parametrize("name", CIRCLES)
def test_definitions_that_go_in_circles(name: str, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(HEAD + CIRCLES[name], encoding="utf-8")
    lint_soundly(path.read_text(encoding="utf-8"), str(path))


def test_modules_that_import_each_other(tmp_path: Path) -> None:
    for name, other in [("one", "two"), ("two", "one")]:
        text = f"from {other} import *\nfrom {other} import f as g\n{HEAD}def f():\n    g()\n    mp.Pool()\nf()\n"
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    path = tmp_path / "one.py"
    lint_soundly(path.read_text(encoding="utf-8"), str(path))


def test_modules_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def f(:\n", encoding="utf-8")
    (tmp_path / "nul.py").write_bytes(b"\x00\xff")
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "dangling.py").symlink_to(tmp_path / "nowhere.py")
    (tmp_path / "round").symlink_to(tmp_path)
    names = ("broken", "nul", "folder", "dangling", "round.round.broken", "absent", ".up", "..up", "....up")
    source = HEAD + "".join(f"from {name} import f\nf()\n" for name in names) + "mp.Pool().map(f, [1])\n"
    lint_soundly(source, str(tmp_path / "program.py"))


SHAPES = {
    "star-import": "from multiprocessing import *\nfrom multiprocessing.pool import *\nPool().map(f, [1])\nProcess()\n",
    "star-arguments": "mp.Process(*a, **k).start()\nmp.Pool(*a).map(*a, **k)\nmp.Process(None, *[lambda: 0])\n",
    "no-arguments": "mp.Process()\nmp.Pool().map()\nmp.Pool().apply_async()\nProcessPoolExecutor().submit()\nmp.Queue().put()\n",
    "too-many": "mp.Process(1, 2, 3, 4, 5, 6, 7, 8)\nmp.Pool(1, 2, 3, 4, 5, 6)\nmp.get_context(1, 2)\nmp.Pipe(1, 2)\n",
    "odd-keywords": "mp.Process(target=1, args=2, kwargs=3, daemon=lambda: 0)\nmp.get_context(method=None)\n",
    "odd-targets": "[a, *b], c.d, e[0] = mp.Pipe()\nfor a.b in mp.Pool().imap(f, [1]):\n    pass\n",
    "starred-target": "*a, = mp.Queue(), mp.Lock()\na, b = c = mp.Pipe()\nwith mp.Pool() as (a, b):\n    pass\n",
    "deleted": "del mp\nmp.Pool()\ndel mp.Pool, x[0], (a, b)\n",
    "rebound": "mp = 1\nmp.Pool()\nmp.Pool = 2\nmp += 1\nmp: int = 3\nmp: str\n",
    "global": "def f():\n    global mp, x\n    mp = x = mp.Pool()\ndef g():\n    nonlocal y\n    y = mp\n",
    "outside": "return\nyield mp.Pool()\nawait mp.Pool()\nbreak\ncontinue\nnonlocal mp\nself.pool = mp.Pool()\n",
    "guards": "if __name__ == '__main__' == x:\n    mp.Pool()\nif '__main__' in __name__ is not 1:\n    mp.Pool()\nif not __name__:\n    mp.Pool()\n",
    "async": "async def f():\n    async with mp.Pool() as p:\n        async for x in p:\n            await p.map(lambda: 0, [y async for y in x])\n",
    "comprehensions": "[mp.Process(target=lambda: x) for x in y if (z := x) for x in x]\n{mp: mp for mp in mp}\n(mp for mp in mp.Pool())\n",
    "class-bodies": "class A(mp.Process, metaclass=mp, **k):\n    mp = mp.Pool()\n    x = lambda self: self.x\n    def run(): pass\n    def __init__(*a): a.b = 1\n    __slots__ = x\n",
    "parameters": "def f(a, /, b=mp.Pool(), *c, d=lambda: 0, **e): pass\ndef g(*, a): pass\nmp.Pool().starmap(f, [(1,)])\nmp.Pool().map(g, [1])\n",
    "match": "match mp.Pool():\n    case mp.Pool(x=[a, *b]) | {'c': d, **e} if f:\n        mp.Pool()\n    case _:\n        pass\n",
    "try-star": "try:\n    mp.Pool()\nexcept* (A, B) as e:\n    mp.Pool()\nelse:\n    pass\nfinally:\n    del e\n",
    "strings": "x = f'{mp.Pool()!r:>{mp.Lock()}} {(lambda: 0)()}'\nmp.get_context('').Pool()\nmp.get_context(f'{x}')\nmp.set_start_method(b'fork')\n",
    "numbers": "mp.Pool(-1)\nmp.Pool(10 ** 9)\nmp.Pool(1e400)\nmp.Pool(0x" + "f" * 500 + ")\nmp.Pool(processes=...)\n",
    "shared-memory": "from multiprocessing import shared_memory as s\nx = s.SharedMemory()\nx.close().unlink()\nx = x.buf[x.buf:x]\nwith s.SharedMemory(create=x) as x: x.unlink\n",
    "unreachable": "while True:\n    pass\nmp.Pool()\ndef f():\n    return\n    mp.Pool()\ndef g():\n    raise\n    yield mp.Pool()\n",
    "endless-try": "def f():\n    while 1:\n        try:\n            continue\n        finally:\n            break\n    mp.Pool()\nf()\n",
}


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_that_nobody_expects(name: str) -> None:
    source = HEAD + SHAPES[name]
    ast.parse(source)  # else the test would ask nothing
    lint_soundly(source)
    indented = HEAD + "def outer():\n" + textwrap.indent(SHAPES[name].replace("import *", "import Pool"), "    ")
    ast.parse(indented)
    lint_soundly(indented)


NEWER = {
    (
        3,
        12,
    ): "type X[T] = list[T]\ndef f[T: int, *A, **P](x: T) -> X: pass\nclass C[T](mp.Process): pass\nmp.Pool().map(f[int], [C[int]()])\n"
    "x = f'{mp.Pool(f'{x}')}'\n",
    (3, 13): "class C[T = int]: pass\ndef f[**P = [int]](): pass\nmp.Pool().map(f, [C()])\n",
    (3, 14): "try:\n    x = t'{mp.Pool()!r:{x}}'\nexcept A, B:\n    mp.Pool()\n",
}


@pytest.mark.parametrize("version", NEWER)
def test_syntax_of_newer_pythons(version: tuple[int, int]) -> None:
    source = HEAD + NEWER[version]
    if sys.version_info >= version:
        ast.parse(source)
    lint_soundly(source)


@pytest.mark.parametrize(
    "source",
    [
        HEAD.replace("\n", "\r\n") + "mp.Pool().map(lambda: 0, [1])\r\n",
        HEAD.replace("\n", "\r") + "mp.Pool().map(lambda: 0, [1])\r",
        HEAD + "\f\nx = '\x1c\x1d\x85\u2028\u2029'; mp.Pool().map(lambda: 0, [1])\f\n",
        HEAD + "mp.Pool().map(lambda: 0, [1])",
        HEAD + "x = 'é日本𝄞'; mp.Pool().map(lambda: 'é日本𝄞', ['''é\n日本\n𝄞'''])  # é日本𝄞\n",
        HEAD + "mp.Pool().map(\\\n  lambda: 0,\\\n  [1])\n",
        HEAD + "\tx = 1\n".lstrip() + "if x:\n\tmp.Pool().map(lambda: 0, [1])\n",
        "multiprocessing",
        "# multiprocessing",
        '"multiprocessing"',
    ],
    ids=["crlf", "cr", "separators", "no-end", "wide", "continued", "tabs", "name", "comment", "docstring"],
)
def test_odd_layout(source: str) -> None:
    findings = lint_soundly(source)
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for finding in findings:
        if finding.code == "MP201":
            assert lines[finding.span.line - 1][finding.span.column :].startswith("lambda")
    assert ("lambda" in source) == any(finding.code == "MP201" for finding in findings)
