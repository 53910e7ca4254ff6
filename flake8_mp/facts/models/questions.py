"""What models ask each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.events import Obstacle, Place
from flake8_mp.facts.interpreter.ways import Region, World
from flake8_mp.facts.library import api
from flake8_mp.facts.models.repeats import Round
from flake8_mp.facts.models.traffic import Many, Part
from flake8_mp.facts.store import Changes, Store
from flake8_mp.facts.values import Class, Context, Function, Method, Obj, Partial, Value, Values
from flake8_mp.rule import ALL_METHODS


class Questions:
    """Each is answered by one model."""

    # -- Pickling --

    def instance_obstacle(self, obj: Obj, cls: Class, transport: str, seen: tuple[Value, ...]) -> Obstacle | None:
        """TODO"""
        raise NotImplementedError

    def obstacle_of(self, value: Value, transport: str, seen: tuple[Value, ...]) -> Obstacle | None:
        """TODO"""
        raise NotImplementedError

    def own_way(self, cls: Class) -> bool:
        """TODO"""
        raise NotImplementedError

    def obstacle(self, values: Values, transport: str, every: bool = False) -> Obstacle | None:
        """Return why a value cannot cross, or None where it can or nothing is known.

        With ``every``, all the alternatives must be unable to; else one that is suffices.
        """
        raise NotImplementedError

    def process_obstacle(self, obj: Obj, cls: Class) -> Obstacle | None:
        """Return why an instance of a Process subclass cannot be started by pickling it."""
        raise NotImplementedError

    # -- Handover --

    def given_context(self, bound: Bound, name: str, default: Context) -> Context:
        """TODO"""
        raise NotImplementedError

    def call_row(self, name: str, row: api.Row, arguments: Arguments, receiver: Obj | None, context: Context) -> Values:
        """TODO"""
        raise NotImplementedError

    def check_called(self, node: ast.AST, values: Values) -> None:
        """Note the function of a task that is called where it is handed over, and gives nothing that can be called."""
        raise NotImplementedError

    def check_context(self, values: Values, node: ast.AST, context: Context) -> None:
        """Note a primitive of one context that is given to a process of another."""
        raise NotImplementedError

    def check_process(self, obj: Obj, node: ast.AST) -> None:
        """Note what of a process cannot cross when it is started."""
        raise NotImplementedError

    def hand_over(
        self, values: Values, send: api.Send, node: ast.AST, arguments: Arguments, via: str, context: Context
    ) -> None:
        """Note values that go to another process: those that cannot cross, and the workers that receive them."""
        raise NotImplementedError

    def one_over(self, values: Values, send: api.Send, node: ast.AST, via: str, context: Context) -> None:
        """Note one value that goes to another process."""
        raise NotImplementedError

    def spread(self, values: Values, role: str, node: ast.AST) -> list[tuple[ast.AST, Values]]:
        """Return what really crosses of a parameter, each with the expression to point at."""
        raise NotImplementedError

    def travelling(self, transport: str, context: Context) -> frozenset[str]:
        """Return the start methods under which a value that is sent so is pickled."""
        raise NotImplementedError

    # -- Forking --

    def cleaned_up_twice(self) -> bool:
        """Tell whether there is something of the parent that the exit of a forked child cleans up."""
        raise NotImplementedError

    # -- Effects --

    def started(self, what: str, node: ast.AST, context: Context) -> frozenset[str]:
        """Note that a process is started here; return the start methods that are possible."""
        raise NotImplementedError

    # -- Resources --

    def another_round(self, obj: Obj) -> bool:
        """Tell whether a second round of a loop meets another object, which is the same to this machine."""
        raise NotImplementedError

    def memory(self, problem: str, obj: Obj, node: ast.AST, other: Obj | None = None) -> None:
        """TODO"""
        raise NotImplementedError

    def reachable(self, values: Values) -> list[Obj]:
        """TODO"""
        raise NotImplementedError

    # -- Clients --

    def connected_at_fork(self, client: Obj) -> bool:
        """Tell whether a client of the parent had connected before the worker that runs was forked."""
        raise NotImplementedError

    # -- Children --

    def as_in_parent(self, key: tuple[int, str]) -> Values | None:
        """Return what a member was in the parent, where the worker has it from there and not from its arguments."""
        raise NotImplementedError

    def child_read(self, problem: str, node: ast.AST, values: Values, methods: frozenset[str], words: str = "") -> None:
        """TODO"""
        raise NotImplementedError

    # -- Workers --

    def as_child(
        self,
        value: Function | Method | Partial | Obj,
        arguments: Arguments,
        methods: frozenset[str],
        node: ast.AST,
        pickles_results: bool,
        pool: Obj | None,
        started: Obj | None,
    ) -> None:
        """TODO"""
        raise NotImplementedError

    def run_initializer(self, pool: Obj | None, node: ast.AST) -> None:
        """TODO"""
        raise NotImplementedError

    def process_arguments(self, obj: Obj, node: ast.AST) -> Arguments:
        """TODO"""
        raise NotImplementedError

    def arrives(self, values: Values, transport: str, methods: frozenset[str]) -> bool:
        """Tell whether a child gets something: a fork has what this process defines, wherever that stands."""
        raise NotImplementedError

    @contextmanager
    def aside(self, world: World) -> Iterator[None]:
        """Run code in other circumstances that nothing of this way is around; afterwards this way goes on."""
        raise NotImplementedError

    def given_to_initializer(self, pool: Obj, node: ast.AST) -> Arguments:
        """Return the arguments that each worker of a pool calls its initializer with."""
        raise NotImplementedError

    def run_child(
        self,
        functions: Values,
        arguments: Arguments,
        methods: frozenset[str],
        node: ast.AST,
        pickles_results: bool,
        pool: Obj | None = None,
        started: Obj | None = None,
    ) -> None:
        """Run a worker as the child does: names of its module mean there what they mean after an import."""
        raise NotImplementedError

    # -- Lives --

    def own(self, obj: Obj, name: str) -> bool:
        """Tell whether the class of a process has a method of its own, or perhaps has."""
        raise NotImplementedError

    def knows(self, obj: Obj) -> bool:
        """Tell whether this is one process all of whose life has been followed on this way."""
        raise NotImplementedError

    # -- Pools --

    def unfinished(self, result: Obj) -> bool:
        """Tell whether nothing has happened since a task was handed over that can take any time."""
        raise NotImplementedError

    def certain(self, obj: Obj) -> bool:
        """Tell whether all that happens to a pool is seen."""
        raise NotImplementedError

    def used(self, problem: str, obj: Obj, node: ast.AST, words: str = "") -> None:
        """Note that a pool is used wrongly."""
        raise NotImplementedError

    # -- Results --

    def call_elsewhere(self, value: Function | Method | Partial, given: Arguments) -> Region:
        """Run a call that another thread makes, or this one later: here it changes nothing."""
        raise NotImplementedError

    # -- Payloads --

    def factor(self, outside: int = 0) -> tuple[int, int | None]:
        """Return how often something is done here in all: at least, and at most where that is known.

        ``outside`` is the number of loops around this that do not count.
        """
        raise NotImplementedError

    def least_load(self, values: Values) -> int:
        """Return how many bytes a value takes at least when it is pickled; what is unknown takes none."""
        raise NotImplementedError

    # -- Traffic --

    def given(self, obj: Obj) -> list[Obj]:
        """TODO"""
        raise NotImplementedError

    def channels_of(self, values: Values) -> list[Obj]:
        """Return the queues, ends of pipes and events that can be reached from a value."""
        raise NotImplementedError

    def count_up(self, channel: Obj, word: str, low: int, high: int | None) -> None:
        """Count something up on this way."""
        raise NotImplementedError

    def counted(self, channel: Obj, word: str) -> Many:
        """Return how much this process has counted up on any way here."""
        raise NotImplementedError

    def expected(self, *names: str) -> bool:
        """Tell whether one of these exceptions, or all of them, are awaited here."""
        raise NotImplementedError

    def given_time(self, bound: Bound, name: str = "timeout") -> bool:
        """Tell whether a call ends by itself: a time limit is given, or it does not wait at all."""
        raise NotImplementedError

    def me(self) -> str:
        """Return the name under which this process keeps its own state of a channel."""
        raise NotImplementedError

    def noted(self, channel: Obj, word: str) -> Place | None:
        """Return a place that was noted about a channel on this way."""
        raise NotImplementedError

    def one_way(self, end: Obj) -> bool:
        """Tell whether an end belongs to a pipe that goes in one direction only."""
        raise NotImplementedError

    def others(self, channel: Obj, besides: Obj | None = None) -> list[Part] | None:
        """Return what other workers do with a channel, or None where that is not all known."""
        raise NotImplementedError

    def part(self, channel: Obj) -> Part:
        """Return what the running worker does with a channel."""
        raise NotImplementedError

    def peer(self, end: Obj) -> Obj | None:
        """Return the other end of a pipe."""
        raise NotImplementedError

    def private(self, channel: Obj) -> bool:
        """Tell whether all that is done with a channel on this way is known."""
        raise NotImplementedError

    def put(self, obj: Obj, values: Values, item: ast.AST, arguments: Arguments, bound: Bound, name: str) -> None:
        """Hear of something that is put into a channel."""
        raise NotImplementedError

    def room(self, channel: Obj) -> int:
        """Return how many bytes a channel takes at most before somebody reads."""
        raise NotImplementedError

    def tell(
        self,
        problem: str,
        node: ast.AST | Place,
        words: str = "",
        methods: frozenset[str] = ALL_METHODS,
        cause: Place | None = None,
    ) -> None:
        """Note a wrong use of a channel."""
        raise NotImplementedError

    def users(self, channel: Obj) -> list[Obj] | None:
        """Return the workers that have got a channel on some way here, or None where not all of them are known."""
        raise NotImplementedError

    def where(self, channel: Obj) -> Place | None:
        """Return where something was put into a channel last on this way."""
        raise NotImplementedError

    # -- Draining --

    def waits(self, process: Obj, arguments: Arguments, bound: Bound) -> None:
        """Hear of a process that is joined."""
        raise NotImplementedError

    def words(self, channel: Obj) -> str:
        """Return how people call a channel."""
        raise NotImplementedError

    # -- Queues --

    def taken(self, obj: Obj, arguments: Arguments, waits: bool) -> None:
        """Hear of something that is taken from a channel."""
        raise NotImplementedError

    # -- Consumers --

    def loop_around(self, node: ast.AST) -> ast.While | ast.For | ast.AsyncFor | None:
        """Return the innermost loop that a node is written in."""
        raise NotImplementedError

    # -- Managers --

    def node_around(self, node: ast.AST) -> ast.AST | None:
        """Return the node around a node of the file that is running."""
        raise NotImplementedError

    def proxy_of(self, manager: Obj, kind: str, node: ast.AST) -> Obj:
        """Make a proxy of something that a manager keeps."""
        raise NotImplementedError

    def proxy_used(self, proxy: Obj, node: ast.AST) -> None:
        """Hear of something that asks the server of a proxy."""
        raise NotImplementedError

    # -- Holding --

    def lock_taken(self, lock: Obj, node: ast.AST) -> None:
        """Hear of a lock that a process takes."""
        raise NotImplementedError

    def lost(self, way: Changes) -> list[Place]:
        """Return where locks were acquired that are held still at the end of a way."""
        raise NotImplementedError

    def token(self) -> int:
        """Return the number of the process or thread whose code is running."""
        raise NotImplementedError

    # -- Updates --

    def still_runs(self, ident: int) -> bool:
        """TODO"""
        raise NotImplementedError

    # -- Signals --

    def circumstance(
        self,
        problem: str,
        node: ast.AST,
        methods: frozenset[str],
        words: str = "",
        cause: Place | None = None,
        at: Place | None = None,
    ) -> None:
        """Note what goes wrong under these start methods: in a worker only those count that can have started it.

        ``at`` is told where the node is not one of the running code.
        """
        raise NotImplementedError

    # -- Logs --

    def chain(self, name: str) -> list[str]:
        """Return a logger and those above it, nearest first."""
        raise NotImplementedError

    def level(self, store: Store | Changes, name: str) -> bool | None:
        """Tell whether a logger takes records below WARNING; None for unknown."""
        raise NotImplementedError

    def logger_name(self, obj: Obj | None) -> str:
        """Return the name of a logger: that of the root is empty, and ``?`` stands for one that is not told."""
        raise NotImplementedError

    # -- ImportsAgain --

    def done_on_import(self, problem: str, node: ast.AST, words: str = "") -> None:
        """Note something that an import does: it matters if children import this file."""
        raise NotImplementedError

    def same_everywhere(self, node: ast.AST, depth: int = 0) -> bool:
        """Tell whether an expression is the same in all processes of a program: constants, and what joins them."""
        raise NotImplementedError

    def several(self) -> bool:
        """Tell whether several workers do what this one does."""
        raise NotImplementedError

    # -- Measures --

    def is_plain(self, node: ast.AST) -> bool:
        """Tell whether evaluating an expression twice does nothing."""
        raise NotImplementedError

    def count(self, values: Values) -> int:
        """Return how many items a value has at least, as far as that is told; 0 where it is not."""
        raise NotImplementedError

    def is_endless(self, values: Values) -> bool:
        """Tell whether going over a value never ends."""
        raise NotImplementedError

    def made_before(self, values: Values, moment: int, depth: int = 0) -> bool:
        """Tell whether what is heavy in a value was made before so many calls had been evaluated."""
        raise NotImplementedError

    def weight(self, values: Values, depth: int = 0) -> int:
        """Return how many bytes a value takes at least when it is pickled, as far as that is told."""
        raise NotImplementedError

    # -- Repeats --

    def cost(self, problem: str, node: ast.AST, words: str = "", cause: ast.AST | None = None) -> None:
        """Note something that costs more than it has to."""
        raise NotImplementedError

    def depends(self, round_: Round, node: ast.AST) -> bool:
        """Tell whether what a call is made with can differ from round to round."""
        raise NotImplementedError

    def nodes_around(self, node: ast.AST, end: ast.AST | None = None) -> Iterator[ast.AST]:
        """Return everything that a node is in, from the inside out, up to ``end``."""
        raise NotImplementedError

    # -- Unread --

    def scope(self, node: ast.AST) -> ast.AST | None:
        """Return the function or module that a node stands in; None where that is a class or a lambda."""
        raise NotImplementedError

    # -- Reach --

    def at_exit(self, values: Values, node: ast.AST) -> None:
        """TODO"""
        raise NotImplementedError
