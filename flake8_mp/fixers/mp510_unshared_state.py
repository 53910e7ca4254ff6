"""MP510: keep in the server of a manager what the workers fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import assigned
from flake8_mp.fixers.calls import keyword
from flake8_mp.fixers.counterparts import counterpart, maker
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.guards import is_plain_guard
from flake8_mp.fixers.handing import hand_over, target_of
from flake8_mp.fixers.importing import bindings, reference
from flake8_mp.fixers.scoping import only_value
from flake8_mp.fixers.spawning import only_creation

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding


class UnsharedState(Fixer):
    """Makes a list or dict that is passed to workers one of a manager, and a plain copy where it is read."""

    applicability = "unsafe"
    unsafe = (
        "each access asks the server of the manager, and changes inside of an item are lost; another "
        "file may call the function"
    )

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Find where it is created, passed to the workers, and read."""
        if finding.problem in ("lock", "one process"):
            return self._shared(program, finding)
        read = program.expression(finding.span)
        if finding.problem == "method" and isinstance(read, cst.Attribute):
            read = read.value
        if finding.problem not in ("copy", "method") or not isinstance(read, cst.Name):
            raise NoFix("the workers have to return it")
        made = only_value(program, read)
        kind = _kind(made)
        if made is None or not kind or any(bindings(program, kind)):
            raise NoFix("it is not a list or dict that is created here")
        statement, name = assigned(program, made)
        function = program.enclosing(statement, cst.FunctionDef)
        uses = [each for each in program.find(cst.Name, function) if each.value == name and _same(program, each, read)]
        if not any(_is_passed(program, each) for each in uses):
            raise NoFix("the workers have to return it")
        # Changing it takes longer now, and what is in it is changed by assigning it only.
        draft = Draft(program, f"Make `{name}` a {kind} of a manager", safe=False)
        manager = program.fresh_here("manager", statement)
        draft.before(statement, f"{manager} = {reference(draft, 'multiprocessing', 'Manager')}()")
        empty = isinstance(made, cst.List | cst.Dict) and not made.elements
        draft.replace(made, f"{manager}.{kind}({'' if empty or _is_call(made) else program.code(made)})")
        for each in uses:
            if program.start(each) > program.end(made) and not _is_passed(program, each):
                self._read(draft, each, kind)
        return draft

    def _shared(self, program: Program, finding: Finding) -> Draft:
        """Use what processes share, and pass it to the target where that looks for it in its module."""
        process, origin = only_creation(program), finding.details.origin
        target = keyword(process, "target")
        if target is None or origin is None:
            raise NoFix("it is not known how the worker is started")
        made = program.at(finding.span if finding.problem == "lock" else origin, cst.Call)
        kind = counterpart(program, finding.words, made)
        _, name = assigned(program, made)
        if any(name == each.value and _is_passed(program, each) for each in program.find(cst.Name)):
            draft = Draft(program, f"Use the {kind} of multiprocessing", safe=False)
            draft.replace(made.func, maker(draft, kind, process))
            return draft
        function = target_of(program, target.value)
        draft = hand_over(program, target.value, name, function, safe=False)
        draft.title = f"Use the {kind} of multiprocessing, and pass it as an argument"
        # A child that imports the file would make one that nobody uses.
        statement = program.statement(made)
        guard = next((each for each in program.module.body if is_plain_guard(program, each)), None)
        if program.parent(statement) is not program.module or not isinstance(guard, cst.If):
            raise NoFix("there is no entry guard under which it could be created")
        start, end = program.start(made.func) - program.start(statement), program.end(made.func)
        rest = program.text[end : program.ending(statement)].rstrip("\n")
        code = program.code(statement)[:start] + maker(draft, kind, process) + rest
        first = program.body(guard).body[0]
        if "\n" in code or not isinstance(first, cst.SimpleStatementLine | cst.BaseCompoundStatement):
            raise NoFix("it is written on several lines")
        draft.remove(statement)
        draft.before(first, code)
        return draft

    def _read(self, draft: Draft, name: cst.Name, kind: str) -> None:
        """Make a plain copy where the whole is looked at; a proxy itself has the methods, the length and the items."""
        program, outer = draft.program, draft.program.parent(name)
        if isinstance(outer, cst.AssignTarget | cst.AugAssign | cst.AnnAssign | cst.Del | cst.Global | cst.Nonlocal):
            raise NoFix("it is assigned again")
        if isinstance(outer, cst.Attribute) or (isinstance(outer, cst.Subscript) and outer.value is name):
            return
        draft.edit(program.start(name), program.end(name), f"{kind}({name.value})")


def _kind(made: cst.BaseExpression | None) -> str:
    if isinstance(made, cst.List) or (isinstance(made, cst.BinaryOperation) and isinstance(made.left, cst.List)):
        return "list"
    if isinstance(made, cst.Dict):
        return "dict"
    named = made.func.value if isinstance(made, cst.Call) and isinstance(made.func, cst.Name) and not made.args else ""
    return named if named in ("list", "dict") else ""


def _is_call(made: cst.BaseExpression) -> bool:
    return isinstance(made, cst.Call)


def _same(program: Program, one: cst.Name, other: cst.Name) -> bool:
    """Return whether two names are one variable."""
    scopes = program.scopes.get(one), program.scopes.get(other)
    if scopes[0] is None or scopes[1] is None:
        return False
    return set(map(id, scopes[0][one.value])) == set(map(id, scopes[1][other.value]))


def _is_passed(program: Program, name: cst.Name) -> bool:
    """Return whether a name stands in the arguments of a process or task."""
    for each in program.around(name):
        if isinstance(each, cst.Arg) and each.keyword is not None:
            if each.keyword.value in ("args", "kwargs"):
                return True
        if isinstance(each, cst.Call) and isinstance(each.func, cst.Attribute) and each.func.attr.value in _TASKS:
            return True
        if isinstance(each, cst.BaseStatement):
            return False
    return False


_TASKS = frozenset({"apply", "apply_async", "map", "map_async", "starmap", "starmap_async", "imap", "submit"})
