"""Processes that are spawned instead of forked: they import the program, and have nothing of its threads and files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from flake8_mp.fixers.calls import add_argument, has_stars, keyword, method
from flake8_mp.fixers.draft import Draft
from flake8_mp.fixers.fixer import NoFix
from flake8_mp.fixers.handing import made_by
from flake8_mp.fixers.importing import meaning, reference
from flake8_mp.fixers.scoping import only_binding, only_value

if TYPE_CHECKING:
    from flake8_mp.fixers.program import Program

WHY_UNSAFE = "a spawned process has no copy of the parent's memory, and its arguments are pickled"
"""Why a fix that chooses spawn is never safe."""
_MADE = frozenset({"Process", "Pool"})
_EXECUTOR = "concurrent.futures.ProcessPoolExecutor"
_PRIMITIVES = frozenset(
    [
        "Array",
        "Barrier",
        "BoundedSemaphore",
        "Condition",
        "Event",
        "JoinableQueue",
        "Lock",
        "Queue",
        "RLock",
        "Semaphore",
        "SimpleQueue",
        "Value",
    ]
)
"""What a process takes from its own context only."""
_TASKS = frozenset(
    [
        "apply",
        "apply_async",
        "imap",
        "imap_unordered",
        "map",
        "map_async",
        "run_in_executor",
        "starmap",
        "starmap_async",
        "submit",
    ]
)


def with_spawn(program: Program, made: cst.Call) -> Draft:
    """Let a call that makes a process, a pool or an executor choose the start method spawn.

    Raises :class:`NoFix` where the call belongs to a context whose start method is chosen elsewhere.
    """
    # What relies on a copy of the parent's memory, and what locks of another context are passed to, breaks.
    draft = Draft(program, 'Use the start method "spawn"', safe=False)
    for part in _passed(program, made):
        if meaning(program, part.func, among={f"multiprocessing.{each}" for each in _PRIMITIVES}):
            _of_context(draft, part.func)
    executors = {_EXECUTOR, "concurrent.futures.process.ProcessPoolExecutor"}
    makers = {f"multiprocessing.{each}" for each in _MADE}
    name = meaning(program, made.func, among={*executors, *makers})
    if name in executors:
        if has_stars(made) or keyword(made, "mp_context") or sum(each.keyword is None for each in made.args) > 1:
            raise NoFix("its start method is chosen elsewhere")
        add_argument(draft, made, f'mp_context={reference(draft, "multiprocessing", "get_context")}("spawn")')
    elif name in makers:
        _of_context(draft, made.func)
    elif (base := _base(program, made)) is not None:
        _of_context(draft, base)
    else:
        _choose(draft, made)
    return draft


def _context(program: Program, made: cst.Call) -> cst.Call | None:
    """Return the ``get_context()`` that gives the context whose method is called."""
    context: cst.CSTNode | None = made.func.value if isinstance(made.func, cst.Attribute) else None
    if isinstance(context, cst.Name):
        context = only_value(program, context)
    if isinstance(context, cst.Call) and meaning(program, context.func, among={"multiprocessing.get_context"}):
        return context
    return None


def _of_context(draft: Draft, function: cst.BaseExpression) -> None:
    """Take something that is taken from multiprocessing from the context that spawns, which is always the same one."""
    last = meaning(draft.program, function).rpartition(".")[2]
    draft.replace(function, f'{reference(draft, "multiprocessing", "get_context")}("spawn").{last}')


def _passed(program: Program, made: cst.Call) -> Iterator[cst.Call]:
    """Yield the calls whose values are passed to another one: written there, or kept in a variable."""
    for argument in made.args:
        yield from program.find(cst.Call, argument)
        for name in program.find(cst.Name, argument.value):
            value = only_value(program, name)
            if isinstance(value, cst.Call):
                yield value


def is_process(program: Program, cls: cst.ClassDef) -> bool:
    """Return whether the one base of a class is the Process of the default context."""
    bases = [each.value for each in cls.bases]
    return len(bases) == 1 and bool(meaning(program, bases[0], among={"multiprocessing.Process"}))


def _base(program: Program, made: cst.Call) -> cst.BaseExpression | None:
    """Return the base of the class that is called there, where it is the Process of the default context."""
    bound = only_binding(program, made.func) if isinstance(made.func, cst.Name) else None
    return bound.bases[0].value if isinstance(bound, cst.ClassDef) and is_process(program, bound) else None


def _choose(draft: Draft, made: cst.Call) -> None:
    """Give ``get_context()`` another name, where that is the only place which makes the context."""
    context = _context(draft.program, made) if method(made) in _MADE else None
    if context is None:
        raise NoFix("its start method is chosen elsewhere")
    if not context.args:
        add_argument(draft, context, '"spawn"')
    elif isinstance(context.args[0].value, cst.SimpleString) and context.args[0].value.evaluated_value == "fork":
        draft.replace(context.args[0].value, '"spawn"')
    else:
        raise NoFix("its start method is chosen elsewhere")


def creation(program: Program, call: cst.CSTNode) -> cst.Call:
    """Return the call that makes what is started or given a task there: a process, a pool or an executor.

    Raises :class:`NoFix` where that is not in sight.
    """
    if not isinstance(call, cst.Call):
        raise NoFix("it is not known where the process is created")
    if method(call) in _TASKS:
        return made_by(program, call)
    if method(call) != "start" or not isinstance(call.func, cst.Attribute):
        return call
    started: cst.CSTNode | None = call.func.value
    if isinstance(started, cst.Name):
        started = only_value(program, started) or _element(program, started)
    elif isinstance(started, cst.Attribute):
        started = _kept(program, started)
    if isinstance(started, cst.Call):
        return started
    raise NoFix("it is not known where the process is created")


def only_creation(program: Program) -> cst.Call:
    """Return the one call of the file that makes processes. Raises :class:`NoFix` where there are others."""
    found = [each for each in program.find(cst.Call) if _makes_processes(program, each)]
    if len(found) != 1:
        raise NoFix("it is not known where the process is created")
    return found[0]


def _makes_processes(program: Program, call: cst.Call) -> bool:
    if meaning(program, call.func, among={*(f"multiprocessing.{each}" for each in _MADE), _EXECUTOR}):
        return True
    return _base(program, call) is not None or (method(call) in _MADE and _context(program, call) is not None)


def creation_for(program: Program, handed: cst.CSTNode) -> cst.Call:
    """Return the call that makes the process or pool to which a function is handed over. Raises :class:`NoFix`."""
    for each in (handed, *program.around(handed)):
        if isinstance(each, cst.Call):
            return each if method(each) == "Process" else creation(program, each)
    raise NoFix("it is not known where the process is created")


def _element(program: Program, name: cst.Name) -> cst.CSTNode | None:
    """Return what makes each element of the list that a name goes through, where one comprehension makes it."""
    for loop in program.around(name):
        going = loop.for_in if isinstance(loop, cst.BaseSimpleComp) else loop
        if isinstance(going, cst.For | cst.CompFor) and program.code(going.target) == name.value:
            several = only_value(program, going.iter) if isinstance(going.iter, cst.Name) else None
            return several.elt if isinstance(several, cst.ListComp) else None
    return None


def _kept(program: Program, attribute: cst.Attribute) -> cst.CSTNode | None:
    """Return what an attribute is set to, where only one place of its class does so to something else than None."""
    cls, code = program.enclosing(attribute, cst.ClassDef), program.code(attribute)
    if not isinstance(cls, cst.ClassDef):
        return None
    found = [
        each.value
        for each in program.find(cst.Assign, cls)
        if any(program.code(one.target) == code for one in each.targets) and program.code(each.value) != "None"
    ]
    return found[0] if len(found) == 1 else None
