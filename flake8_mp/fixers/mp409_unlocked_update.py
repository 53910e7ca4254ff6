"""MP409: hold the lock of what is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import mentions, under
from flake8_mp.fixers.calls import is_plain, keyword, method
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import Fixer, NoFix
from flake8_mp.fixers.importing import meaning, reference
from flake8_mp.fixers.locking import handed_over, pass_to_workers

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program
    from flake8_mp.rule import Finding

_WITH_LOCK = {"RawValue": "Value", "RawArray": "Array"}
"""By the kind that has no lock, the one that has."""


class UnlockedUpdate(Fixer):
    """Holds the lock that the value has, or one that all workers get, while reading and writing."""

    applicability = "safe, unsafe"
    unsafe = (
        "a shared value with a lock is not a plain object of ctypes, and what else changes the value "
        "needs the same lock"
    )

    def fix(self, program: Program, finding: Finding) -> Draft:
        """Hold the lock that a Value or Array has; give it one where it was made without."""
        if finding.problem == "lockless":
            return self._with_lock(program, finding)
        statement = self._statement(program, finding)
        if finding.words not in ("Value", "Array", *_WITH_LOCK):
            return self._own_lock(program, statement)
        small = statement.body[0]
        target = small.target if isinstance(small, cst.AugAssign) else None
        if isinstance(small, cst.Assign) and len(small.targets) == 1:
            target = small.targets[0].target
        if not isinstance(target, cst.Attribute | cst.Subscript) or not is_plain(target.value):
            raise NoFix("what is changed has no simple name there")
        shared = self._behind(program, target) or program.code(target.value)
        first = self._first_read(program, statement, shared)
        # A Value is no plain object of ctypes, as what has no lock is.
        safe = finding.words not in _WITH_LOCK
        draft = Draft(program, f"Hold `{shared}.get_lock()` while reading and writing it", safe=safe)
        start = program.first_line(first)
        draft.insert(start, f"{program.indentation(statement)}with {shared}.get_lock():\n")
        draft.indent(start, program.ending(statement))
        if finding.words in _WITH_LOCK:
            self._give_lock(draft, finding, _WITH_LOCK[finding.words])
        return draft

    def _behind(self, program: Program, target: cst.Attribute | cst.Subscript) -> str:
        """Return the source of the value that a property of the same object reads, empty where it is no property."""
        if not isinstance(target, cst.Attribute):
            return ""
        found = [f for f in program.find(cst.FunctionDef) if f.name.value == target.attr.value and f.decorators]
        if not found:
            return ""
        this = found[0].params.params[0].name.value if found[0].params.params else ""
        returned = [each.value for each in program.find(cst.Return, found[0])]
        element = returned[0] if len(returned) == 1 else None
        if not isinstance(element, cst.Attribute) or program.code(target.value) != this or not is_plain(element.value):
            raise NoFix("what is changed has no simple name there")
        return program.code(element.value)

    def _own_lock(self, program: Program, statement: cst.SimpleStatementLine) -> Draft:
        """Make one lock for what has none, and pass it to all workers."""
        if any(meaning(program, call.func).rpartition(".")[2] in ("Lock", "RLock") for call in program.find(cst.Call)):
            raise NoFix("it is not known which lock protects it")
        function = program.enclosing(statement, cst.FunctionDef, cst.Lambda, cst.ClassDef)
        handed = handed_over(program, function)
        name = program.fresh("lock")
        if name != "lock":
            raise NoFix("it is not known which lock protects it")
        small = statement.body[0]
        if not isinstance(small, cst.AugAssign | cst.Expr) and not _is_whole(program, statement):
            raise NoFix("it is not known where it is read")
        draft = Draft(program, "Create a lock, and hold it while reading and writing", safe=False)
        lock = f"{reference(draft, 'multiprocessing', 'Lock')}()"
        pass_to_workers(draft, handed, name, lock)
        under(draft, f"with {name}:", statement)
        return draft

    def _give_lock(self, draft: Draft, finding: Finding, kind: str) -> None:
        """Make the kind that has a lock."""
        made = draft.program.at(finding.related[0].span, cst.Call) if finding.related else None
        if made is None or method(made) != finding.words:
            raise NoFix(f"{finding.words} has no lock of its own")
        if isinstance(made.func, cst.Attribute):
            draft.replace(made.func.attr, kind)
        else:
            draft.replace(made.func, reference(draft, "multiprocessing", kind))

    def _statement(self, program: Program, finding: Finding) -> cst.SimpleStatementLine:
        small = program.at(finding.span, cst.BaseSmallStatement)  # type: ignore[type-abstract]
        statement = program.statement(small)
        if not isinstance(statement, cst.SimpleStatementLine):
            raise NoFix("it is not a statement of its own")
        return statement

    def _first_read(self, program: Program, statement: cst.SimpleStatementLine, shared: str) -> cst.BaseStatement:
        """Return the first of the statements before it that reads what is written back."""
        used = {name.value for name in program.find(cst.Name, statement)}
        first: cst.BaseStatement = statement
        siblings = program.siblings(statement)
        for each in reversed(siblings[: next(i for i, one in enumerate(siblings) if one is statement)]):
            if not isinstance(each, cst.SimpleStatementLine) or not isinstance(each.body[0], cst.Assign):
                continue
            target = each.body[0].targets[0].target
            if isinstance(target, cst.Name) and target.value in used and shared in program.code(each.body[0].value):
                first = each
        return first

    def _with_lock(self, program: Program, finding: Finding) -> Draft:
        made = program.at(finding.related[0].span, cst.Call) if finding.related else None
        lock = keyword(made, "lock") if made is not None else None
        if made is None or lock is None or program.code(lock.value) != "False" or made.args[-1] is not lock:
            raise NoFix(f"{finding.words} never has a lock of its own")
        draft = Draft(program, "Create it with a lock")
        before = made.args[-2] if len(made.args) > 1 else None
        start = program.end(before.value) if before is not None else program.start(lock)
        draft.edit(start, program.end(lock.value), "")
        return draft


def _is_whole(program: Program, statement: cst.SimpleStatementLine) -> bool:
    """Return whether an assignment reads what it sets itself, so that it is all of the update."""
    small = statement.body[0]
    if not isinstance(small, cst.Assign) or len(small.targets) != 1:
        return False
    target = small.targets[0].target
    shared = program.code(target.value) if isinstance(target, cst.Attribute | cst.Subscript) else ""
    return bool(shared) and mentions(program, small.value, shared)
