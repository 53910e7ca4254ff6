"""Names of the standard library that a fix needs: what the program imports already, else one more import."""

from __future__ import annotations

import builtins
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import libcst as cst
from libcst.metadata import Assignment, GlobalScope

from flake8_mp.fixers.fixer import NoFix

if TYPE_CHECKING:
    from flake8_mp.fixers.draft import Draft
    from flake8_mp.fixers.program import Program


def reference(draft: Draft, module: str, name: str) -> str:
    """Return an expression that means a name of a module, like ``functools.partial``; import it where needed.

    An import counts that stands at module level and is the only thing that binds its name.
    Raises :class:`NoFix` where the module's name means something else in the program.
    """
    program = draft.program
    for statement in _imports(program):
        if isinstance(statement, cst.ImportFrom) and dotted(statement.module) == module and not statement.relative:
            for alias in aliases(statement):
                bound = alias_name(alias)
                if dotted(alias.name) == name and bound_once(program, bound):
                    return bound
    for statement in _imports(program):
        if isinstance(statement, cst.Import):
            for alias in statement.names:
                bound = alias_name(alias)
                whole = dotted(alias.name)
                if whole == module and bound_once(program, bound.partition(".")[0]):
                    return f"{bound}.{name}"
    top = module.partition(".")[0]
    if _means_nothing(program, top):
        _add(draft, module, f"import {module}")
        return f"{module}.{name}"
    if _means_nothing(program, name) and not hasattr(builtins, name):
        _add(draft, module, f"from {module} import {name}")
        return name
    raise NoFix(f"{top} is used for something else in this file")


def meaning(program: Program, node: cst.BaseExpression, *, among: Collection[str] | None = None) -> str:
    """Return the dotted name, beginning with its module, that an expression means by an import of the file.

    Empty where it is none, or where something else of the file binds its first name as well. Whoever looks for
    certain names only says ``among``, so that the scopes of the file are not worked out for the sake of others.
    """
    for name, first in _imported(program, dotted(node)):
        if (among is None or name in among) and bound_once(program, first):
            return name
    return ""


def _imported(program: Program, written: str) -> Iterator[tuple[str, str]]:
    """Yield what a dotted name can mean by an import of the file, and the name that has to mean the import only."""
    first, dot, rest = written.partition(".")
    if not first:
        return
    for statement in program.imports:
        if isinstance(statement, cst.Import):
            for alias in statement.names:
                bound = alias_name(alias)
                if written.startswith(f"{bound}."):
                    yield dotted(alias.name) + written[len(bound) :], bound.partition(".")[0]
    for statement in program.imports:
        if isinstance(statement, cst.ImportFrom) and not statement.relative:
            for alias in aliases(statement):
                if alias_name(alias) == first:
                    yield f"{dotted(statement.module)}.{dotted(alias.name)}{dot}{rest}", first


def _means_nothing(program: Program, name: str) -> bool:
    """Return whether a name is bound nowhere in the file, attributes of that name aside."""
    return name not in program.taken and not any(bindings(program, name))


def bindings(program: Program, name: str) -> Iterator[cst.CSTNode]:
    """Yield what binds a name anywhere in the file: imports, definitions, parameters, assignments and the like."""
    seen: set[int] = set()
    for scope in program.scopes.values():
        if scope is None or id(scope) in seen:
            continue
        seen.add(id(scope))
        for assignment in scope.assignments:
            if assignment.name == name or assignment.name.partition(".")[0] == name:
                node = getattr(assignment, "node", None)
                if node is not None:
                    yield node


def bound_by(program: Program, statement: cst.CSTNode) -> set[str]:
    """Return the names of the module that a statement of its level binds, in functions and classes nothing."""
    found: set[str] = set()
    seen: set[int] = set()
    for scope in program.scopes.values():
        if isinstance(scope, GlobalScope) and id(scope) not in seen:
            seen.add(id(scope))
            for assignment in scope.assignments:
                if isinstance(assignment, Assignment) and program.holds(statement, assignment.node):
                    found.add(assignment.name.partition(".")[0])
    return found


def bound_in(program: Program, statement: cst.CSTNode) -> set[str]:
    """Return the names that a statement binds in whatever scope, those of functions in it included."""
    found: set[str] = set()
    for scope in {id(scope): scope for scope in program.scopes.values() if scope is not None}.values():
        for assignment in scope.assignments:
            if isinstance(assignment, Assignment) and program.holds(statement, assignment.node):
                found.add(assignment.name.partition(".")[0])
    return found


def bound_once(program: Program, name: str) -> bool:
    """Return whether a name is bound in one place of the whole file only, so that it means the same everywhere."""
    return sum(1 for _ in bindings(program, name)) == 1


def alias_name(alias: cst.ImportAlias) -> str:
    """Return the name that an import binds."""
    if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
        return alias.asname.name.value
    return dotted(alias.name)


def aliases(statement: cst.ImportFrom) -> tuple[cst.ImportAlias, ...]:
    """Return what an import takes from its module; nothing for a star."""
    return () if isinstance(statement.names, cst.ImportStar) else tuple(statement.names)


def dotted(node: cst.BaseExpression | None) -> str:
    """Return a dotted name; an empty string for what is none."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr.value}" if before else ""
    return ""


def _imports(program: Program) -> Iterator[cst.Import | cst.ImportFrom]:
    for statement in program.module.body:
        if isinstance(statement, cst.SimpleStatementLine):
            for small in statement.body:
                if isinstance(small, cst.Import | cst.ImportFrom):
                    yield small


def _add(draft: Draft, module: str, code: str) -> None:
    """Import a module, or something of it: in its place among the imports at the top, else above the first statement.

    What must come first stays first: the docstring and the imports from ``__future__``.
    """
    program = draft.program
    line = f"{code}\n"
    kind = cst.Import if code.startswith("import") else cst.ImportFrom
    body = list(program.module.body)
    at = 0
    if body and _is_docstring(body[0]):
        at = 1
    while at < len(body) and _is_future(body[at]):
        at += 1
    block = []
    for statement in body[at:]:
        if not _is_import(statement):
            break
        block.append(statement)
    group = list(_first_group(program, block))
    alike = [each for each in group if _is_kind(each, kind)]
    for each in alike:
        if _sorts_before(module, each):
            draft.insert(program.first_line(each), line)
            return
    last = (alike or (group if kind is cst.ImportFrom else []))[-1:]
    if last:
        draft.insert(program.ending(last[0]), _ended(program, line, program.ending(last[0])))
    elif block:
        draft.insert(program.first_line(block[0]), line)
    elif at:
        end = program.ending(body[at - 1])
        draft.insert(end, _ended(program, "\n" + line, end))
    else:
        draft.insert(program.beginning(body[0]) if body else 0, line + ("\n" if body else ""))


def _ended(program: Program, lines: str, at: int) -> str:
    return lines if program.text[:at].endswith("\n") else "\n" + lines.rstrip("\n")


def _first_group(
    program: Program, block: list[cst.SimpleStatementLine | cst.BaseCompoundStatement]
) -> Iterator[cst.SimpleStatementLine | cst.BaseCompoundStatement]:
    """Yield the imports up to the first blank line between them."""
    end = None
    for statement in block:
        start = program.beginning(statement)
        if end is not None and start != end:
            return
        end = program.ending(statement)
        yield statement


def _is_docstring(statement: cst.CSTNode) -> bool:
    return (
        isinstance(statement, cst.SimpleStatementLine)
        and isinstance(statement.body[0], cst.Expr)
        and isinstance(statement.body[0].value, cst.SimpleString | cst.ConcatenatedString)
    )


def _is_future(statement: cst.CSTNode) -> bool:
    return (
        isinstance(statement, cst.SimpleStatementLine)
        and isinstance(statement.body[0], cst.ImportFrom)
        and dotted(statement.body[0].module) == "__future__"
    )


def _is_import(statement: cst.CSTNode) -> bool:
    return isinstance(statement, cst.SimpleStatementLine) and isinstance(statement.body[0], cst.Import | cst.ImportFrom)


def _is_kind(statement: cst.CSTNode, kind: type[cst.Import | cst.ImportFrom]) -> bool:
    return isinstance(statement, cst.SimpleStatementLine) and isinstance(statement.body[0], kind)


def _sorts_before(module: str, statement: cst.CSTNode) -> bool:
    assert isinstance(statement, cst.SimpleStatementLine)
    small = statement.body[0]
    if isinstance(small, cst.ImportFrom):
        return not small.relative and module < dotted(small.module)
    return isinstance(small, cst.Import) and module < dotted(small.names[0].name)
