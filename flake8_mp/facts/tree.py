"""Walking syntax trees: as ``ast.walk`` does, without the nodes that are never needed, several times as fast."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterator

_TEXTS = frozenset({"arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs", "level"}) | {
    *("module", "n", "op", "ops", "rest", "s", "simple", "type_comment", "type_ignores")
}
"""Fields that hold no nodes, or only those of operators and contexts, which say nothing without what is around."""

_GAPPED = frozenset({"keys", "kw_defaults", "names"})
"""Fields whose lists hold other things than nodes as well: None for what is left out, the names of ``global``."""

_fields: dict[type[ast.AST], tuple[tuple[str, bool], ...]] = {ast.Constant: ()}
"""By the kind of node, the fields that hold others, each with whether its list has gaps."""

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_SUSPENDING = (ast.Yield, ast.YieldFrom, ast.Await)


def _fields_of(kind: type[ast.AST]) -> tuple[tuple[str, bool], ...]:
    found = _fields[kind] = tuple((name, name in _GAPPED) for name in kind._fields if name not in _TEXTS)
    return found


def last_name(node: ast.AST | None) -> str:
    """Return the last part of a dotted name: ``c`` of ``a.b.c``; empty for what is no name."""
    name: str = getattr(node, "attr", getattr(node, "id", ""))
    return name


def children(node: ast.AST) -> list[ast.AST]:
    """Return the nodes that one is made of, in their order, without operators and contexts."""
    found: list[ast.AST] = []
    kind = node.__class__
    for name, gapped in _fields[kind] if kind in _fields else _fields_of(kind):
        value = getattr(node, name, None)
        if value.__class__ is list:
            found += [inner for inner in value if isinstance(inner, ast.AST)] if gapped else value
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


def walk(*roots: ast.AST) -> list[ast.AST]:
    """Return some nodes and all that is in them, from the outside to the inside, without operators and contexts."""
    found = list(roots)
    for node in found:
        found += children(node)
    return found


def parents(scope: ast.AST) -> dict[ast.AST, ast.AST]:
    """Return, by the node, the one that it is a part of, for all that is in a scope."""
    found: dict[ast.AST, ast.AST] = {}
    nodes = [scope]
    for node in nodes:
        inner = children(node)
        found.update(dict.fromkeys(inner, node))
        nodes += inner
    return found


class Around:
    """What the nodes of a file are parts of, worked out by the statement of the module: few of these are asked about.

    Args:
        tree: the syntax tree of the file, which does not change.
    """

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._known: dict[ast.AST, ast.AST] = dict.fromkeys(tree.body, tree)
        self._lines = [_first_line(statement) for statement in tree.body]
        self._is_complete = False

    def get(self, node: ast.AST) -> ast.AST | None:
        """Return the node that one is a part of; None for the module, and for a node of another file."""
        found = self._known.get(node)
        if found is None and not self._is_complete and node is not self._tree:
            self._go_through_statement(node)
            found = self._known.get(node)
            if found is None:  # a node without a place, or of another file, or on one line with other statements
                self._known.update(parents(self._tree))
                self._is_complete = True
                found = self._known.get(node)
        return found

    def statement_of(self, node: ast.AST) -> ast.AST:
        """Return the statement of the module in which a node stands, or which it is."""
        while (over := self.get(node)) is not None and over is not self._tree:
            node = over
        return node

    def _go_through_statement(self, node: ast.AST) -> None:
        line = getattr(node, "lineno", 0)
        index = bisect_right(self._lines, line) - 1
        if line and index >= 0:
            self._known.update(parents(self._tree.body[index]))


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


Definition = ast.FunctionDef | ast.AsyncFunctionDef


def yields(*roots: ast.AST) -> bool:
    """Return whether code has a ``yield`` of its own: not one of a function, lambda or class that is defined in it."""
    return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in _run_here(*roots))


def _run_here(*roots: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes in code that run with it: not those in a function, lambda or class that is defined there."""
    todo = list(roots)
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            todo += children(node)


def argument_for(call: ast.AST, function: Definition, is_method: bool, name: str) -> ast.expr | None:
    """Return what a call writes for a parameter of a function, None where it leaves the parameter to its default.

    Where the call unpacks something that may hold it, that is returned. A method is called through its object.
    """
    if not isinstance(call, ast.Call):
        return None
    parameters = [each.arg for each in (*function.args.posonlyargs, *function.args.args)][is_method:]
    place = parameters.index(name) if name in parameters else len(parameters)
    collects = name not in parameters and function.args.vararg is not None and function.args.vararg.arg == name
    if name in parameters or collects:
        for index, argument in enumerate(call.args[: place + 1]):
            if isinstance(argument, ast.Starred):
                return argument.value
            if index == place:
                return argument
    for keyword in call.keywords:
        if keyword.arg in (name, None) or (function.args.kwarg is not None and function.args.kwarg.arg == name):
            return keyword.value
    return None


IDENTITY = frozenset({"getpid", "getppid", "current_process", "parent_process"})
"""The last names of functions that say in which process they are called."""
KNOWS_PROCESS = (*sorted(IDENTITY), "register_at_fork")
"""What code names that makes something for each process, and knows which one it is in."""


def is_dotted(node: ast.AST) -> bool:
    """Return whether an expression is a name or an attribute of one, which may be evaluated once more."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def tests_process_identity(function: ast.AST) -> bool:
    """Return whether a function asks in which process it runs."""
    return any(last_name(node) in IDENTITY for node in walk(function))


def is_endless(loop: ast.While) -> bool:
    """Return whether the test of a loop never ends it."""
    return isinstance(loop.test, ast.Constant) and bool(loop.test.value)


EXITS = frozenset({"exit", "_exit", "quit", "abort"})
"""The last names of functions that end the process."""


def leaving(loop: ast.AST) -> Iterator[ast.AST]:
    """Yield the statements and calls in the body of a loop that end it.

    A ``break`` of a loop within it is none of them, and what a function does that is defined in it, neither.
    """
    nodes = [(statement, True) for statement in getattr(loop, "body", [])]
    for node, is_own in nodes:
        if isinstance(node, _FUNCTIONS):
            continue
        if isinstance(node, (ast.Return, ast.Raise)) or (is_own and isinstance(node, ast.Break)):
            yield node
        elif isinstance(node, ast.Call) and last_name(node.func) in EXITS:
            yield node
        # The ``else`` of a loop within it is no part of that one's rounds.
        orelse = node.orelse if isinstance(node, _LOOPS) else []
        nodes += [(inner, is_own and (inner in orelse or not isinstance(node, _LOOPS))) for inner in children(node)]


def is_stub(function: ast.AST) -> bool:
    """Return whether a function does nothing at all, or only refuses: a subclass has the one that is meant.

    What handles its own refusal, to say so, is one as well.
    """
    if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return isinstance(function, ast.Lambda)
    if len(function.body) == 1 and isinstance(function.body[0], ast.Try):
        return isinstance(function.body[0].body[0], ast.Raise)
    return all(
        isinstance(s, (ast.Pass, ast.Raise))
        or (isinstance(s, (ast.Expr, ast.Return)) and (s.value is None or isinstance(s.value, ast.Constant)))
        for s in function.body
    )


def is_never_left(loop: ast.While) -> bool:
    """Return whether nothing in the body of an endless loop goes on behind it: no ``break`` of its own, no ``return``.

    A ``yield`` lets others leave it, and so does an ``await``.
    """
    is_left = any(isinstance(node, (ast.Return, ast.Break)) for node in leaving(loop))
    return not is_left and not any(isinstance(node, _SUSPENDING) for node in _run_here(*loop.body))


_LEAVES = (ast.Return, ast.Break, ast.Continue)


def depends_on_loop(node: ast.AST, around: Around) -> bool:
    """Return whether a node is reached or not by what a loop of its function has come to.

    It stands under a test of what a loop carries from round to round, behind such a test that leaves, behind a loop
    that may return before, or in the ``else`` of a loop. ``around`` says what nodes are parts of.
    """
    deciding: list[ast.AST] = []
    inner, outer = node, around.get(node)
    while outer is not None and not isinstance(inner, _FUNCTIONS):
        if isinstance(outer, _LOOPS) and inner in outer.orelse:
            return True
        if isinstance(outer, (ast.If, ast.While, ast.IfExp)):
            deciding.append(outer.test)
        elif isinstance(outer, ast.Match):
            deciding.append(outer.subject)
        for before in _statements_before(inner, outer):
            if isinstance(before, _LOOPS):
                if any(isinstance(part, ast.Return) for part in walk(before)):
                    return True
            elif isinstance(before, (ast.If, ast.Match)) and any(isinstance(part, _LEAVES) for part in walk(before)):
                deciding.append(before.test if isinstance(before, ast.If) else before.subject)
        inner, outer = outer, around.get(outer)
    asked = {part.id for test in deciding for part in walk(test) if isinstance(part, ast.Name)}
    return bool(asked) and isinstance(inner, _FUNCTIONS) and not asked.isdisjoint(_carried(inner))


def _statements_before(node: ast.AST, outer: ast.AST) -> list[ast.stmt]:
    """Return the statements before one in the same block."""
    for field in ("body", "orelse", "finalbody"):
        block = getattr(outer, field, None)
        if isinstance(block, list) and node in block:
            return block[: block.index(node)]
    return []


def _carried(function: ast.AST) -> set[str]:
    """Return the variables that a loop of a function sets, and that have a value before it as well."""
    bound = {part.arg for part in walk(function) if isinstance(part, ast.arg)}
    bound |= {n for part in walk(function) if isinstance(part, (ast.Global, ast.Nonlocal)) for n in part.names}
    inside: set[str] = set()
    for loop in walk(function):
        if isinstance(loop, _LOOPS):
            targets = {id(part) for part in walk(loop.target)} if not isinstance(loop, ast.While) else set()
            stored = [n for n in walk(loop) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
            inside |= {n.id for n in stored if id(n) not in targets}
            within = {id(n) for n in stored}
            bound |= {
                n.id
                for n in walk(function)
                if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store) and id(n) not in within
            }
    return inside & bound


def is_top_statement(tree: ast.Module, node: ast.AST) -> bool:
    """Return whether an expression is a statement of the top level, such as ``main()``: nothing uses its value."""
    return any(isinstance(each, ast.Expr) and each.value is node for each in tree.body)


def asks_for_version(test: ast.AST, newest: tuple[int, int]) -> bool:
    """Return whether a test is true on each Python from some version on that is not after ``newest``.

    It is ``sys.version_info >= (3, 14)``, perhaps of ``version_info[:2]``.
    """
    if not isinstance(test, ast.Compare) or not isinstance(test.ops[0], ast.GtE | ast.Gt) or len(test.ops) > 1:
        return False
    asked = test.left.value if isinstance(test.left, ast.Subscript) else test.left
    elements = test.comparators[0].elts[:2] if isinstance(test.comparators[0], ast.Tuple) else []
    version = tuple(each.value for each in elements if isinstance(each, ast.Constant) and isinstance(each.value, int))
    if isinstance(test.ops[0], ast.Gt) and len(version) == 2:
        version = version[0], version[1] + 1
    return last_name(asked) == "version_info" and 0 < len(version) == len(elements) and version <= newest
