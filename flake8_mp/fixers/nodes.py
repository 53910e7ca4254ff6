"""The nodes of a concrete syntax tree: their order, what they lie in, and where they stand.

libcst can say all of it, of a whole file at once: its providers take three times as long as reading the file. A fixer
looks at a few statements, so that the walk here is our own, and positions are taken of those statements that are
asked for.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider


class Nodes:
    """The nodes of one file in the order of its text, each before what it consists of.

    They are gone through by the statement of the module, since a fix seldom has to do with more than a few of these.
    """

    def __init__(self, module: cst.Module) -> None:
        self._module = module
        self._left = dict.fromkeys(children(module))
        """The parts of the module that have not been gone through."""
        self._parents: dict[cst.CSTNode, cst.CSTNode] = dict.fromkeys(self._left, module)
        self._places: dict[cst.CSTNode, tuple[list[cst.CSTNode], int, int]] = {}
        """For each node those of its statement in their order, and which of them are the node and what lies in it."""

    def go_through(self, part: cst.CSTNode) -> None:
        """Go through a statement, or another part of the module, before its nodes are asked for."""
        if part not in self._left:
            return
        del self._left[part]
        parents, places = self._parents, self._places
        order: list[cst.CSTNode] = []
        starts: list[int] = []
        todo: list[cst.CSTNode | None] = [part]
        open_: list[cst.CSTNode] = []
        while todo:
            node = todo.pop()
            if node is None:
                places[open_.pop()] = order, starts.pop(), len(order)
                continue
            inner = children(node)
            if inner:
                open_.append(node)
                starts.append(len(order))
                todo.append(None)
                for child in reversed(inner):
                    parents[child] = node
                    todo.append(child)
            else:
                places[node] = order, len(order), len(order) + 1
            order.append(node)

    def _go_through_all(self) -> None:
        for part in list(self._left):
            self.go_through(part)

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """Return what a node is a part of; None for the module."""
        if node not in self._parents and node is not self._module:
            self._go_through_all()
        return self._parents.get(node)

    def inside(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """Yield a node and all that lies in it, in the order of the text."""
        if node is self._module:
            yield node
            for part in children(node):
                yield from self.inside(part)
            return
        self.go_through(node)
        if node not in self._places:
            self._go_through_all()
        order, start, end = self._places[node]
        for at in range(start, end):
            yield order[at]


class Positions:
    """Where the nodes of one file stand, worked out by the statement."""

    def __init__(self, module: cst.Module, nodes: Nodes, codes: Sequence[str] | None = None) -> None:
        self._module = module
        self._nodes = nodes
        self._codes = codes
        self._known: dict[cst.CSTNode, CodeRange] = {}
        self._seen: dict[cst.CSTNode, list[tuple[cst.CSTNode, CodeRange]]] = {}

    @cached_property
    def _first_lines(self) -> list[int]:
        """How many lines lie before each statement of the module and the empty lines and comments above it."""
        codes = part_codes(self._module) if self._codes is None else self._codes
        above = len(self._module.header)
        counts = [sum(code.count("\n") for code in codes[:above])]
        counts += (code.count("\n") for code in codes[above : above + len(self._module.body) - 1])
        return list(accumulate(counts))

    def __getitem__(self, node: cst.CSTNode) -> CodeRange:
        if node not in self._known:
            self._find(node)
        return self._known[node]

    def on_line(self, line: int) -> Sequence[tuple[cst.CSTNode, CodeRange]]:
        """Return the nodes of the statement of the module that a line, counted from 1, belongs to."""
        if not self._module.body:
            return []
        return self._of_statement(max(bisect_right(self._first_lines, line - 1) - 1, 0))

    def _find(self, node: cst.CSTNode) -> None:
        """Work out where the statement stands that a node lies in; all of the file for what lies in none."""
        outer: cst.CSTNode | None = node
        while outer is not None and self._nodes.parent(outer) is not self._module:
            outer = self._nodes.parent(outer)
        for index, statement in enumerate(self._module.body):
            if statement is outer:
                self._of_statement(index)
        if node not in self._known:
            self._known |= MetadataWrapper(self._module, unsafe_skip_copy=True).resolve(PositionProvider)

    def _of_statement(self, index: int) -> list[tuple[cst.CSTNode, CodeRange]]:
        statement = self._module.body[index]
        self._nodes.go_through(statement)
        if statement not in self._seen:
            alone = self._module.with_changes(header=(), body=[statement], footer=(), has_trailing_newline=True)
            above = self._first_lines[index]
            found = MetadataWrapper(alone, unsafe_skip_copy=True).resolve(PositionProvider)
            self._seen[statement] = [
                (node, _moved(position, above)) for node, position in found.items() if node is not alone
            ]
            self._known |= self._seen[statement]
        return self._seen[statement]


def _moved(position: CodeRange, lines: int) -> CodeRange:
    start, end = position.start, position.end
    return CodeRange((start.line + lines, start.column), (end.line + lines, end.column))


def part_codes(module: cst.Module) -> list[str]:
    """Return the source of each part of a module: the lines of its header, its statements, the lines of its footer.

    Together they are its source, but for the line end at its end.
    """
    return [module.code_for_node(each) for each in (*module.header, *module.body, *module.footer)]


def children(node: cst.CSTNode) -> list[cst.CSTNode]:
    """Return what a node consists of, in the order of the text.

    It is what ``node.children`` returns, which makes a copy of the node to find out.
    """
    names = _ATTRIBUTES.get(type(node))
    if names is None:
        names = _ATTRIBUTES[type(node)] = _attributes(node)
    found: list[cst.CSTNode] = []
    for name in names:
        value = getattr(node, name)
        if isinstance(value, cst.CSTNode):
            found.append(value)
        elif isinstance(value, list | tuple):
            found += [each for each in value if isinstance(each, cst.CSTNode)]
    return found


_ATTRIBUTES: dict[type[cst.CSTNode], tuple[str, ...]] = {}


def _attributes(node: cst.CSTNode) -> tuple[str, ...]:
    """Return the attributes of a kind of node, first those that are visited, which is done in the order of the text.

    What a node visits only where it is there, such as the format of an f-string's expression, stands last.
    """
    order = _Order(node)
    node.visit(order)
    visited = dict.fromkeys(order.attributes)
    return tuple(visited | dict.fromkeys(each.name for each in dataclasses.fields(node)))


class _Order(cst.CSTVisitor):
    """Notes which attributes of one node are visited."""

    def __init__(self, node: cst.CSTNode) -> None:
        super().__init__()
        self._node = node
        self.attributes: list[str] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        return node is self._node

    def on_visit_attribute(self, node: cst.CSTNode, attribute: str) -> None:
        if node is self._node:
            self.attributes.append(attribute)
