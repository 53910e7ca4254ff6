"""A program as fixers see it: its text, its concrete syntax tree, and what lies where."""

from __future__ import annotations

import builtins
import keyword
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

import libcst as cst
from libcst.metadata import GlobalScope, MetadataWrapper, Scope, ScopeProvider

from flake8_mp.fixers.fixer import NoFix, OneLine
from flake8_mp.fixers.nodes import Nodes, Positions, part_codes
from flake8_mp.rule import Span

N = TypeVar("N", bound=cst.CSTNode)
Statement = cst.SimpleStatementLine | cst.BaseCompoundStatement
Definition = cst.FunctionDef | cst.ClassDef
Block = cst.Module | cst.IndentedBlock


class Program:
    r"""One parsed file.

    ``text`` has ``\n`` between its lines. It is parsed when more is needed than the text, which raises
    :class:`NoFix` where libcst cannot read it.
    """

    def __init__(self, text: str, path: str = "<stdin>") -> None:
        self.text = text
        self.path = path
        self.taken: set[str] = set()
        """Names that other fixes of this round are about to bind."""
        self._codes: list[str] = []

    @property
    def module(self) -> cst.Module:
        """The concrete syntax tree. Raises :class:`NoFix`."""
        if isinstance(self._read, str):
            raise NoFix(self._read)
        return self._read

    @cached_property
    def _read(self) -> cst.Module | str:
        """The concrete syntax tree, or the reason why there is none."""
        try:
            module = cst.parse_module(self.text)
            self._codes = part_codes(module)
        except Exception:  # libcst fails on some valid programs, in more ways than one
            return "libcst cannot read this file"
        code = "".join(self._codes)
        is_same = self.text in (code, code.removesuffix("\n"))
        return module if is_same else "libcst does not reproduce this file exactly"

    @cached_property
    def _nodes(self) -> Nodes:
        return Nodes(self.module)

    @cached_property
    def _positions(self) -> Positions:
        return Positions(self.module, self._nodes, self._codes)

    # -- where things are ------------------------------------------------------------------------------------------

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset of each line, and that of the end."""
        starts = [0]
        for line in self.text.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def offset(self, line: int, column: int) -> int:
        """Turn a line from 1 and a column from 0 into an offset."""
        return min(self.line_starts[line - 1] + column, len(self.text))

    def place(self, offset: int) -> tuple[int, int]:
        """Turn an offset into a line from 1 and a column from 0."""
        line = bisect_right(self.line_starts, offset, hi=len(self.line_starts) - 1)
        return line, offset - self.line_starts[line - 1]

    def line_start(self, offset: int) -> int:
        """Return where the line of an offset begins."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """Return where the next line begins, or the text ends."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end + 1

    def start(self, node: cst.CSTNode) -> int:
        """Return the offset where a node begins, its parentheses included."""
        outer = _parentheses(node, "lpar")
        position = self._positions[outer[0] if outer else node].start
        return self.offset(position.line, position.column)

    def end(self, node: cst.CSTNode) -> int:
        """Return the offset behind a node, its parentheses included."""
        outer = _parentheses(node, "rpar")
        position = self._positions[outer[-1] if outer else node].end
        return self.offset(position.line, position.column)

    def inner_end(self, node: cst.CSTNode) -> int:
        """Return the offset behind a node without the parentheses around it."""
        position = self._positions[node].end
        return self.offset(position.line, position.column)

    def written(self, span: Span) -> str:
        """Return the source that stands there, which needs no syntax tree."""
        return self.text[self.offset(span.line, span.column) : self.offset(span.end_line, span.end_column)]

    def code(self, node: cst.CSTNode) -> str:
        """Return the source of a node, its parentheses included."""
        return self.text[self.start(node) : self.end(node)]

    def line(self, node: cst.CSTNode) -> int:
        """Return the line of a node, from 1."""
        return int(self._positions[node].start.line)

    # -- which node ------------------------------------------------------------------------------------------------

    def at(self, span: Span, kind: type[N]) -> N:
        """Return the node of a kind that stands exactly there, the outermost of several.

        Raises :class:`NoFix`.
        """
        found = [node for node in self._all_at(span) if isinstance(node, kind)]
        if not found:
            raise NoFix("it is written in an unusual way")
        return min(found, key=self.depth)

    def expression(self, span: Span) -> cst.BaseExpression:
        """Return the expression that stands exactly there, the outermost of several. Raises :class:`NoFix`."""
        found = [node for node in self._all_at(span) if isinstance(node, cst.BaseExpression)]
        if not found:
            raise NoFix("it is written in an unusual way")
        return min(found, key=self.depth)

    def _all_at(self, span: Span) -> list[cst.CSTNode]:
        """Return the nodes that stand exactly there, with their parentheses or without."""
        wanted = ((span.line, span.column), (span.end_line, span.end_column))
        found = []
        for node, position in self._positions.on_line(span.line):
            start, end = position.start, position.end
            if ((start.line, start.column), (end.line, end.column)) == wanted:
                found.append(node)
            elif _parentheses(node, "lpar") and (self.place(self.start(node)), self.place(self.end(node))) == wanted:
                found.append(node)
        return found

    def depth(self, node: cst.CSTNode) -> int:
        """Return how many nodes a node lies in."""
        return sum(1 for _ in self.around(node))

    def definition(self, span: Span) -> Definition:
        """Return the function or class whose header begins there. Raises :class:`NoFix`."""
        if (node := self.definition_at(span)) is None:
            raise NoFix("its definition was not found")
        return node

    def definition_at(self, span: Span) -> Definition | None:
        """Return the function or class whose header begins there; None where none does."""
        for node, position in self._positions.on_line(span.line):
            if isinstance(node, Definition) and (position.start.line, position.start.column) == (
                span.line,
                span.column,
            ):
                return node
        return None

    def find(self, kind: type[N], inside: cst.CSTNode | None = None) -> Iterator[N]:
        """Yield the nodes of one kind in the order of the text."""
        for node in self._nodes.inside(self.module if inside is None else inside):
            if isinstance(node, kind):
                yield node

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """Return what a node is a part of; None for the module."""
        return self._nodes.parent(node)

    def around(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """Yield what a node lies in, from the inside out."""
        above = self.parent(node)
        while above is not None:
            yield above
            above = self.parent(above)

    def enclosing(self, node: cst.CSTNode, *kinds: type[cst.CSTNode]) -> cst.CSTNode | None:
        """Return the innermost node of some kinds that a node lies in."""
        return next((each for each in self.around(node) if isinstance(each, kinds)), None)

    def holds(self, outer: cst.CSTNode, inner: cst.CSTNode) -> bool:
        """Return whether a node lies in another one, or is that one."""
        return inner is outer or any(each is outer for each in self.around(inner))

    # -- statements ------------------------------------------------------------------------------------------------

    def statement(self, node: cst.CSTNode) -> Statement:
        """Return the innermost statement on lines of its own that a node belongs to.

        Raises :class:`NoFix` where it shares its line with another one.
        """
        for each in (node, *self.around(node)):
            if isinstance(each, cst.SimpleStatementSuite):
                raise OneLine("it is on the same line as the statement that it belongs to", each)
            if isinstance(each, cst.SimpleStatementLine | cst.BaseCompoundStatement):
                if isinstance(each, cst.SimpleStatementLine) and len(each.body) > 1:
                    raise OneLine("it shares its line with another statement", each)
                if isinstance(self.parent(each), Block):
                    return each
        raise NoFix("it is not part of a statement")

    @cached_property
    def functions(self) -> list[cst.FunctionDef]:
        """The functions that are defined at module level."""
        return [each for each in self.module.body if isinstance(each, cst.FunctionDef)]

    @cached_property
    def imports(self) -> list[cst.Import | cst.ImportFrom]:
        """The imports of the file, wherever they stand."""
        return [*self.find(cst.Import), *self.find(cst.ImportFrom)]

    def top_statement(self, node: cst.CSTNode) -> Statement:
        """Return the statement of the module level that a node lies in."""
        for each in (node, *self.around(node)):
            if self.parent(each) is self.module and isinstance(each, Statement):
                return each
        raise NoFix("it is not part of a statement")

    def siblings(self, statement: Statement) -> Sequence[cst.BaseStatement]:
        """Return the statements of the block that a statement stands in, itself included."""
        block = self.parent(statement)
        if not isinstance(block, Block):
            raise NoFix("it is on the same line as the statement that it belongs to")
        return list(block.body)

    def following(self, statement: Statement) -> list[cst.BaseStatement]:
        """Return the statements behind a statement in its block."""
        siblings = self.siblings(statement)
        return list(siblings[index_of(siblings, statement) + 1 :])

    def first_line(self, statement: cst.BaseStatement) -> int:
        """Return the offset of the line where a statement begins, its decorators included."""
        decorators = getattr(statement, "decorators", ())
        return self.line_start(self.start(decorators[0] if decorators else statement))

    def beginning(self, statement: cst.BaseStatement) -> int:
        """Return the offset of the first of the comment lines right above a statement, else of its first line."""
        at = self.first_line(statement)
        while at > 0:
            above = self.line_start(at - 1)
            line = self.text[above : at - 1]
            if not line.lstrip().startswith("#") or line.startswith("#!"):
                break
            if len(line) - len(line.lstrip()) != len(self.indentation(statement)) or self._is_header(above):
                break
            at = above
        return at

    def _is_header(self, offset: int) -> bool:
        """Return whether a comment belongs to the file: what names its encoding, and what stands at its very top."""
        return not self.text[:offset].strip() or (
            "coding" in self.text[offset : self.line_end(offset)] and offset < 200
        )

    def ending(self, statement: cst.BaseStatement) -> int:
        """Return where the line behind a statement begins, a comment at its end included."""
        return self.line_end(self.end(statement))

    def indentation(self, statement: cst.BaseStatement) -> str:
        """Return the white space before a statement."""
        start = self.start(statement)
        return self.text[self.line_start(start) : start]

    @property
    def unit(self) -> str:
        """What one level is indented by."""
        return self.module.default_indent

    def body(self, node: cst.FunctionDef | cst.ClassDef | cst.If | cst.With | cst.For | cst.While) -> cst.IndentedBlock:
        """Return the block of a compound statement. Raises :class:`NoFix` where it is written on one line."""
        if not isinstance(node.body, cst.IndentedBlock):
            raise OneLine("it is written on one line", node.body)
        return node.body

    @cached_property
    def inside_strings(self) -> frozenset[int]:
        """The lines that begin inside of a string: white space there is no indentation."""
        found: set[int] = set()
        for node in (*self.find(cst.SimpleString), *self.find(cst.FormattedString)):
            if "\n" in self.module.code_for_node(node):
                position = self._positions[node]
                found.update(range(position.start.line + 1, position.end.line + 1))
        return frozenset(found)

    # -- names -----------------------------------------------------------------------------------------------------

    @cached_property
    def scopes(self) -> Mapping[cst.CSTNode, Scope | None]:
        """The scope of each node. Raises :class:`NoFix` where libcst cannot find them."""
        try:
            return MetadataWrapper(self.module, unsafe_skip_copy=True).resolve(ScopeProvider)
        except Exception as error:
            raise NoFix("libcst cannot determine the scopes of this file") from error

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name, attribute and keyword of the file."""
        return frozenset(node.value for node in self.find(cst.Name))

    def is_free(self, name: str) -> bool:
        """Return whether a name means nothing anywhere in the file."""
        known = self.names | self.taken | frozenset(dir(builtins))
        return name.isidentifier() and not keyword.iskeyword(name) and name not in known

    def fresh(self, wanted: str) -> str:
        """Return a name that means nothing anywhere in the file, and keep it from others."""
        name, number = wanted, 1
        while not self.is_free(name):
            number += 1
            name = f"{wanted}_{number}"
        self.taken.add(name)
        return name

    def fresh_here(self, wanted: str, node: cst.CSTNode) -> str:
        """Return a name for a variable where a node stands: it hides nothing there, and nothing hides it."""
        function = self.enclosing(node, cst.FunctionDef)
        scope = self.scopes.get(node)
        used = {each.value for each in self.find(cst.Name, function)} if function is not None else set()
        name, number = wanted, 1
        while name in used or keyword.iskeyword(name) or hasattr(builtins, name) or self._means(name, scope):
            number += 1
            name = f"{wanted}_{number}"
        return name

    def _means(self, name: str, scope: Scope | None) -> bool:
        """Return whether a name means something in a scope, or, at module level, to any function."""
        if name in self.taken or (scope is not None and len(scope[name])):
            return True
        if not isinstance(scope, GlobalScope):
            return False
        for each in self.find(cst.Name):
            inner = self.scopes.get(each) if each.value == name else None
            if inner is not None and not any(not isinstance(one.scope, GlobalScope) for one in inner[name]):
                return True
        return False


def _parentheses(node: cst.CSTNode, side: str) -> Sequence[cst.CSTNode]:
    """Return the parentheses around an expression; those of a `with` or an import are a part of it."""
    found = getattr(node, side, ())
    return found if isinstance(found, Sequence) else ()


def index_of(siblings: Sequence[cst.BaseStatement], statement: cst.CSTNode) -> int:
    """Return the place of a statement among others, by identity."""
    return next(index for index, each in enumerate(siblings) if each is statement)


def leaves(statement: cst.CSTNode) -> bool:
    """Return whether nothing behind a statement in its block runs."""
    return isinstance(statement, cst.SimpleStatementLine) and any(
        isinstance(each, cst.Return | cst.Raise | cst.Break | cst.Continue) for each in statement.body
    )
