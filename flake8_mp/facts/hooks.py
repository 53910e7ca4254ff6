"""What the parts of the machine ask of each other, and what they tell each other."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from flake8_mp.facts import api
from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.events import (
    Event,
    Handoff,
    Place,
)
from flake8_mp.facts.machine import Machine, Region
from flake8_mp.facts.source import Source
from flake8_mp.facts.store import Changes, Key
from flake8_mp.facts.values import (
    Class,
    Context,
    Deferred,
    Frame,
    Function,
    Imported,
    Obj,
    Partial,
    Reference,
    Super,
    Value,
    Values,
)
from flake8_mp.settings import Settings


class Hooks(Machine):
    """Declares what is filled in above: questions that must be answered, and news that one may hear."""

    def __init__(self, source: Source, settings: Settings) -> None:
        super().__init__(source, settings)
        self.rounds: list[Values] = []
        """What the loops around this go over, one by one."""
        self.starts: list[Place] = []
        """Where processes are started."""
        self.dull: dict[tuple[Function, Value | None], Values] = {}
        """Functions that did nothing to anything in this run, and what they returned, which is nothing known."""
        self.generators: list[tuple[Frame, Callable[[Values], bool] | None, list[Values]]] = []
        """The generators that are running: who waits for what they yield, and what they have."""
        self.suspended: dict[int, tuple[Function, Arguments, Value | None]] = {}
        """By the context manager that it makes, a generator function that is not entered yet."""
        self.comprehensions: dict[tuple[object, ...], Frame] = {}
        self.modules: dict[str, Frame] = {}
        """By the path, the modules of the project that were imported."""
        self.asked: dict[Function, set[str]] = {}
        """By the function, the names that it tests."""
        self.opaque: set[str] = set()
        """The modules that are not followed."""
        self.program = "if __name__" in source.text or "multiprocess" not in source.text
        """A program is small and says what it runs; a library has many modules that lead nowhere."""
        self.names: dict[int, str] = {}
        self.demanded: dict[tuple[int, str], Changes] = {}
        """By the module and the name, what binding it on demand has bound."""
        self.found: dict[tuple[str, str, int], str | None] = {}
        self.resolving: list[Deferred] = []
        """The imports that are being followed: two modules may import each other."""
        self.origins: dict[tuple[int, str], tuple[ast.AST, Frame]] = {}
        """By the object and the parameter, the expression that it was made with."""
        self.pending: dict[int, tuple[Obj, ast.AST]] = {}
        """Processes that are made and not started yet."""
        self.promised: dict[int, list[Handoff]] = {}
        """By the future, what is wrong with its task: who asks it for its exception knows that."""
        self.decorated: dict[Function, None] = {}
        """Functions whose names may lead to something else, which calls them."""
        self.went_on: dict[Place, Event] = {}
        """By the ``os.fork``, what was told of a child that goes on behind its branch."""
        self.partials: dict[tuple[ast.AST, int], Partial] = {}
        self.owned: dict[int, list[Obj]] = {}
        """By the frame that has to see to their end, the resources."""
        self.cleaned_by_name = False
        """Whether something unlinks blocks that it knows by name, or later: nobody else has to."""
        self.twins: dict[int, Obj] = {}
        """By the object of a loop, what stands for that of the round before."""
        self.awaiting = False
        """Whether what is called now is awaited at once."""
        self.attached: dict[int, list[Obj]] = {}
        """By the frame, the blocks that it has opened and does not own."""
        self.views: dict[int, list[Obj]] = {}
        """By the block, the arrays and memory views that point into it."""
        self.local_primitives: dict[int, list[Obj]] = {}
        """By the frame that handed them to a process, locks, queues and their like."""

    def eval(self, node: ast.AST | None) -> Values:
        """Return what an expression can be, and let happen what it does."""
        raise NotImplementedError

    def run(self, body: Sequence[ast.stmt]) -> bool:
        """Execute statements in order; return whether the way goes on behind them."""
        raise NotImplementedError

    def execute(self, node: ast.stmt) -> bool:
        """Execute one statement; return whether the way goes on behind it."""
        raise NotImplementedError

    def elements(self, values: Values) -> Values:
        """Return what iterating over a value gives."""
        raise NotImplementedError

    def items(self, obj: Obj) -> list[Values] | None:
        """Return the elements of a container one by one, or None where they are not all known."""
        raise NotImplementedError

    def call(self, callee: Value, arguments: Arguments) -> Values:
        """Call one value."""
        raise NotImplementedError

    def escape(self, values: Values) -> None:
        """Hand values to code that is not followed."""
        raise NotImplementedError

    def define(self, node: ast.Lambda) -> Function:
        """Make the function of a lambda."""
        raise NotImplementedError

    def bind(self, target: ast.AST, values: Values) -> None:
        """Assign to a target."""
        raise NotImplementedError

    def read_global(self, node: ast.Name, frame: Frame, values: Values) -> Values:
        """Hear of a name of the module that is read; workers see other values there."""
        return values

    def read_member(self, key: Key, node: ast.AST, values: Values) -> Values:
        """Hear of an attribute of a class or module, or a constant key of a dict, that is read; workers see others."""
        return values

    def touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        """Hear of a use of an object: an attribute, an element, a call of it."""

    def resolve(self, value: Value) -> Values:
        """Follow an import that was put off until its name is used."""
        return (value,)

    def module_attribute(self, module: Imported, name: str) -> Values:
        """Return a name of a module of the same project, or a module below it."""
        raise NotImplementedError

    def object_attribute(self, obj: Obj, name: str, node: ast.AST) -> Values | None:
        """Return an attribute of an object: its own, its class's, or the library's."""
        raise NotImplementedError

    def class_attribute(self, cls: Class, name: str, after: Class | None = None) -> Values | None:
        """Return an attribute of a class, looked up through its bases."""
        raise NotImplementedError

    def super_attribute(self, value: Super, name: str) -> Values:
        """Return what ``super()`` finds behind the class of the method."""
        raise NotImplementedError

    def yielded(self, values: Values) -> None:
        """Hear of a value that a generator gives."""

    unsure = 0
    """Whether it is not certain that it is a process that something is handed to."""
    wants_bases = 0
    """Whether what is evaluated is a base class."""
    calls = 0
    """How many calls were evaluated so far."""
    testing = 0

    wanted = ""
    """The attribute for which a name is read."""

    _typo = False

    def bound_global(self, name: str, node: ast.AST) -> None:
        """Hear of a name of the module that is bound."""

    def changed(self, owner: Obj | Class, name: str) -> None:
        """Hear of an attribute or an element that is set."""

    def returned(self, values: Values, node: ast.Return) -> None:
        """Hear of what a function returns."""

    def imported_name(self, module: str, level: int, name: str) -> Values:
        """Return what ``from module import name`` gives."""
        raise NotImplementedError

    def import_star(self, module: str, level: int, node: ast.AST) -> None:
        """Bind what ``from module import *`` binds, as far as it is known."""
        raise NotImplementedError

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Values:
        """Return what a definition binds, decorators applied."""
        raise NotImplementedError

    def class_of(self, node: ast.ClassDef) -> Values:
        """Return the class of a definition, its body run."""
        raise NotImplementedError

    def dropped(self, values: Values, node: ast.Expr) -> None:
        """Hear of the value of a statement that does nothing with it."""

    def both_go_on(self, branch: Sequence[ast.stmt]) -> None:
        """Hear that the child of an ``os.fork`` goes on behind the branch that was meant for it."""

    bodies: tuple[Sequence[ast.stmt], Sequence[ast.stmt]] = ((), ())
    """The code of both ways of the test that comes next, where it is code."""

    def asked_again(self) -> None:
        """Hear of a test which side of an ``os.fork`` this is, for the first time or again."""

    def worth_again(self, node: ast.AST) -> bool:
        """Tell whether a second round of a loop can show more than the first."""
        return True

    def failed(self, changes: Changes) -> None:
        """Hear that something in a try statement has failed, and what had been changed there."""

    def manage(self, managers: Values, node: ast.AST, body: Callable[[Values], bool]) -> bool:
        """Enter a context manager, run ``body`` with what it gives, and leave it on every way."""
        raise NotImplementedError

    again = 0
    """In how many loops this is a second round over the same things."""

    def call_reference(self, callee: Reference, arguments: Arguments) -> Values:
        """Call a function or class of a module that is not followed."""
        raise NotImplementedError

    def call_api_method(self, receiver: Obj, name: str, row: api.Row, arguments: Arguments) -> Values:
        """Call a method that the API table knows."""
        raise NotImplementedError

    def follow(self, function: Function) -> bool:
        """Tell whether running a function's body is worth its time."""
        return True

    def ended(self, frame: Frame, region: Region, result: Values) -> None:
        """Hear that a function has ended: what it made and does not give back is left."""

    def call_builtin_method(self, receiver: Obj, name: str, arguments: Arguments) -> Values:
        """Call a method of a list, dict or set, or of an object about which nothing is known."""
        raise NotImplementedError

    def constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        """Note what an object of a library was made with."""
        raise NotImplementedError

    def entered_without_manager(self, obj: Obj, node: ast.AST) -> None:
        """Hear of a with statement on an object that is no context manager."""

    def fork_hazards(self, node: ast.AST, what: str, methods: frozenset[str]) -> None:
        """Hear of a fork: what is going on in this process matters."""

    def combined(self, node: ast.BinOp, left: Values, right: Values) -> Values | None:
        """Return what an operation on two values gives, as far as that is known."""
        return None

    times: tuple[tuple[int, int | None], ...] = ()
    """How often the loops around this go round, one by one: at least, and at most where that is known."""

    def rounds_of(self, node: ast.AST, iterable: Values) -> tuple[int, int | None]:
        """Return how often the body of a loop over something is run: at least, and at most where that is known."""
        return 0, None

    def run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        """Hear of a process that is started: its worker can be followed."""

    def workers_begin(self, obj: Obj, node: ast.AST) -> None:
        """Hear of a pool whose workers start: its initializer can be followed."""

    def task(
        self, obj: Obj, function: tuple[ast.AST, Values], arguments: Arguments, context: Context, bound: Bound
    ) -> None:
        """Hear of a task for a pool or an executor: its worker can be followed."""

    def globals_taken(self) -> None:
        """Hear that the names of the module may be bound in a way that is not followed."""

    def mentioned_elsewhere(self, obj: Obj) -> bool:
        """Tell whether functions that were not run have access to an object of the module."""
        return False

    def run_thread(self, obj: Obj, node: ast.AST) -> None:
        """Hear of a thread that is started: what it runs can be followed."""

    def acquired(self, obj: Obj, node: ast.AST) -> None:
        """Hear of a lock that is acquired."""

    def demand(self, frame: Frame, name: str) -> Values | None:
        """Return what a name of a module is bound to; one of another module is bound now."""
        return self.store.get((frame.ident, name))

    def call_plain(self, name: str, arguments: Arguments) -> Values:
        """Call a builtin, or something outside of which no row tells anything."""
        raise NotImplementedError

    def keep(self, obj: Obj) -> None:
        """Hear that an object is reachable for longer than the function that made it."""

    def out_of_order(self, ways: list[Changes]) -> None:
        """Hear of code that does not run at once where it is called: a generator, a coroutine, a thread."""

    def never_ends(self, obj: Obj) -> None:
        """Hear of a generator that gives values for ever: no way leads out of its function."""

    def child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        """Hear that a worker has run, still in its world: how it ended, and what it returned."""

    def finish(self) -> None:
        """Hear that everything has run: what needed all of it can be told now."""
