"""Results that are asked for: what a task has raised is raised where that happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.blocks import mentions
from flake8_mp.fixers.calls import method, receiver
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import NoFix
from flake8_mp.fixers.importing import bindings
from flake8_mp.fixers.program import leaves

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program, Statement

_ASKS = {"submit": "result", "apply_async": "get", "map_async": "get", "starmap_async": "get"}
"""By the method that gives a task, the one of its result that waits and raises."""
_LAZY = frozenset({"map", "imap", "imap_unordered"})
"""Methods that return an iterator, which raises when it gets there."""
_WORDS = {"result": "future", "get": "result"}
_ENDS = frozenset({"terminate"})
"""Methods of a pool after which it no longer answers."""


def ask_for_results(program: Program, call: cst.Call) -> Draft:
    """Ask for what a task returns when all tasks have been given, and the pool is not needed any more.

    Raises :class:`NoFix` where the results are kept where others may ask for them.
    """
    name = method(call)
    if any(isinstance(each, cst.FunctionDef) and each.asynchronous for each in program.around(call)):
        raise NoFix("waiting for it would block the event loop")
    waited = program.parent(call)
    outer = program.parent(waited) if isinstance(waited, cst.Attribute) else None
    if isinstance(waited, cst.Attribute) and isinstance(outer, cst.Call):
        return _instead_of_wait(program, waited, outer)
    if name in _LAZY:
        return _exhaust(program, call)
    if name not in _ASKS:
        raise NoFix("it is not known how its result is asked for")
    return _Asking(program, call).draft


def _instead_of_wait(program: Program, waited: cst.Attribute, outer: cst.Call) -> Draft:
    """Replace ``.wait()``, which raises nothing, by ``.get()``."""
    if waited.attr.value != "wait" or outer.args or not isinstance(program.parent(outer), cst.Expr):
        raise NoFix("it is not known what is done with the result")
    draft = Draft(program, "Call `get()` instead of `wait()`", safe=False)
    draft.replace(waited.attr, "get")
    return draft


def _exhaust(program: Program, call: cst.Call) -> Draft:
    if not isinstance(program.parent(call), cst.Expr):
        raise NoFix("the iterator is stored, and may be used elsewhere")
    if any(bindings(program, "list")):
        raise NoFix("list is used for something else in this file")
    draft = Draft(program, "Iterate over the results", safe=False)
    draft.replace(call, f"list({program.code(call)})")
    return draft


class _Asking:
    """Keeps what tasks give in a list or a variable, and asks behind the last use of the pool in that block."""

    def __init__(self, program: Program, call: cst.Call) -> None:
        self.program = program
        self.call = call
        self.pool = receiver(program, call)
        self.ask = _ASKS[method(call)]
        # What a task raises ends what comes next, which it did not do before.
        self.draft = Draft(program, f"Call `{self.ask}()` on the result", safe=False)
        comprehension = program.parent(call)
        if isinstance(comprehension, cst.ListComp) and comprehension.elt is call:
            self._kept_as(comprehension)
        elif isinstance(comprehension, cst.BaseComp | cst.CompFor):
            raise NoFix("it is part of a larger expression")
        elif self._appended_to():
            self._behind(self._creation(self._appended_to()), self._appended_to(), several=True)
        elif (loop := self._loop()) is not None and isinstance(program.parent(call), cst.Expr):
            self._in_loop(loop)
        elif loop is not None:
            raise NoFix("each round of the loop replaces the result")
        else:
            self._kept_as(call)

    def _appended_to(self) -> str:
        """Return the name of the list that the call's value is appended to, or nothing."""
        argument = self.program.parent(self.call)
        outer = self.program.parent(argument) if isinstance(argument, cst.Arg) else None
        if not isinstance(outer, cst.Call) or method(outer) != "append" or len(outer.args) != 1:
            return ""
        kept = outer.func.value if isinstance(outer.func, cst.Attribute) else None
        if not isinstance(kept, cst.Name) or not isinstance(self.program.parent(outer), cst.Expr):
            raise NoFix("the results are kept elsewhere")
        return kept.value

    def _creation(self, name: str) -> Statement:
        """Return the one statement that makes the list of results, in the function of the call."""
        program = self.program
        function = program.enclosing(self.call, cst.FunctionDef, cst.Lambda)
        found = [
            each
            for each in program.find(cst.Assign, function)
            if any(isinstance(one.target, cst.Name) and one.target.value == name for one in each.targets)
            and program.enclosing(each, cst.FunctionDef, cst.Lambda) is function
        ]
        if len(found) != 1 or not isinstance(found[0].value, cst.List) or found[0].value.elements:
            raise NoFix("it is not known where the list of results is created")
        return program.statement(found[0])

    def _loop(self) -> Statement | None:
        """Return the outermost loop that the call is repeated by while its pool stays the same."""
        found: Statement | None = None
        for outer in self.program.around(self.call):
            if isinstance(outer, cst.FunctionDef | cst.ClassDef | cst.Lambda):
                break
            if isinstance(outer, cst.With) and self._makes_pool(outer):
                break
            if isinstance(outer, cst.While) and self.program.code(outer.test) in ("True", "1"):
                raise NoFix("the loop has no end")
            if isinstance(outer, cst.For | cst.While):
                found = outer
        return found

    def _makes_pool(self, entered: cst.With) -> bool:
        """Return whether a ``with`` makes the pool, or ends it when it is left."""
        code = self.program.code
        return any(
            code(each.asname.name if each.asname is not None else each.item) == self.pool for each in entered.items
        )

    def _entered(self) -> cst.With | None:
        """Return the ``with`` around the call that ends the pool."""
        return next(
            (each for each in self.program.around(self.call) if isinstance(each, cst.With) and self._makes_pool(each)),
            None,
        )

    def _in_block(self, entered: cst.With) -> Statement:
        """Return the statement right in a ``with`` that the call belongs to."""
        body = self.program.body(entered)
        for each in (self.call, *self.program.around(self.call)):
            if self.program.parent(each) is body and isinstance(
                each, cst.SimpleStatementLine | cst.BaseCompoundStatement
            ):
                return each
        raise NoFix("its statement was not found")

    def _in_loop(self, loop: Statement) -> None:
        """Append each result to a list, which is made before the loop."""
        kept = self.program.fresh_here("results" if self.ask == "get" else "futures", loop)
        self.draft.before(loop, f"{kept} = []")
        self.draft.replace(self.call, f"{kept}.append({self.program.code(self.call)})")
        self._behind(loop, kept, several=True)

    def _kept_as(self, value: cst.CSTNode) -> None:
        """Ask what a statement assigns, or would if it did not drop it."""
        program, several = self.program, value is not self.call
        statement, small = program.statement(value), program.parent(value)
        if isinstance(small, cst.Expr):
            word = _WORDS[self.ask]
            name = program.fresh_here(f"{word}s" if several else word, statement)
            self.draft.insert(program.start(value), f"{name} = ")
        elif (
            isinstance(small, cst.Assign) and len(small.targets) == 1 and isinstance(small.targets[0].target, cst.Name)
        ):
            name = small.targets[0].target.value
        else:
            raise NoFix("it is not known what is done with the result")
        if several and (self._loop() is not None):
            raise NoFix("each round of the loop replaces the results")
        self._behind(statement, name, several=several)

    def _behind(self, statement: Statement, name: str, *, several: bool) -> None:
        """Ask behind the last statement of this block that has to do with the pool or with the results."""
        program, entered = self.program, self._entered()
        if entered is not None and not program.holds(entered, statement):
            statement = self._in_block(entered)  # when the pool's block is left, nobody answers any more
        last: cst.BaseStatement = statement
        for each in program.following(statement):
            used = {node.value for node in program.find(cst.Name, each)}
            if any(node.attr.value in _ENDS for node in program.find(cst.Attribute, each)) or leaves(each):
                break
            if mentions(program, each, self.pool) or name in used or program.holds(each, self.call):
                last = each
        if several:
            one = program.fresh_here(_WORDS[self.ask], statement)
            self.draft.after(last, f"for {one} in {name}:\n{program.unit}{one}.{self.ask}()")
        else:
            self.draft.after(last, f"{name}.{self.ask}()")
