"""What the libraries' calls do: processes start, values are handed over, resources change their state."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from flake8_mp.facts import api
from flake8_mp.facts.events import ForkHazard, Foreign, Handoff, ImportEnd, MethodCall, Obstacle, Place, Start
from flake8_mp.facts.expressions import Arguments
from flake8_mp.facts.machine import Gone
from flake8_mp.facts.pickling import Pickling
from flake8_mp.facts.values import (
    DEFAULT,
    NONE,
    NOTHING,
    STABLE,
    UNBOUND,
    UNKNOWN,
    Class,
    Const,
    Context,
    Function,
    Method,
    Obj,
    Partial,
    Reference,
    StartMethod,
    Value,
    Values,
    const,
    is_none,
    union,
)

ALL = frozenset({"fork", "spawn", "forkserver"})
NOT_FORK = frozenset({"spawn", "forkserver"})
Bound = dict[str, tuple[ast.AST, Values]]

_COPIES = {"list": "list", "tuple": "tuple", "set": "set", "sorted": "list", "frozenset": "set", "reversed": "iterator"}
_LIKE_DUMMY = ("multiprocessing.dummy.",)


class Effects(Pickling):
    """Acts on the rows of the API table."""

    def call_reference(self, callee: Reference, arguments: Arguments) -> Values:
        name = api.ALIASES.get(callee.name, callee.name)
        row = self.row_of(callee)
        if row is None:
            return self._unknown_call(name, arguments)
        context = callee.context
        if name == "multiprocessing.pool.Pool":
            context = self._given_context(arguments.bind(row), "context")
        if name == "concurrent.futures.ProcessPoolExecutor":
            context = self._given_context(arguments.bind(row), "mp_context")
        return self._row(name.rpartition(".")[2], row, arguments, None, context)

    def call_api_method(self, receiver: Obj, name: str, row: api.Row, arguments: Arguments) -> Values:
        kind = "executor" if receiver.kind == "ProcessPoolExecutor" else receiver.kind
        return self._row(f"{kind}.{name}", row, arguments, receiver, receiver.context)

    def _given_context(self, bound: Bound, name: str) -> Context:
        if name not in bound:
            return DEFAULT
        found = [v for v in bound[name][1] if isinstance(v, Context)]
        if len(found) == 1:
            return found[0]
        if all(is_none(v) for v in bound[name][1]):
            return DEFAULT
        return Context("?")

    def _row(
        self, name: str, row: api.Row, arguments: Arguments, receiver: Obj | None, context: Context
    ) -> Values:
        bound = arguments.bind(row)
        if row.fixes and context.method is None:
            self.fix_context(arguments.node)
        made: Obj | None = None
        if row.makes:
            kind = row.makes
            if kind in ("Value", "Array") and "lock" in bound and self.truth(bound["lock"][1]) is False:
                kind = f"Raw{kind}"
            elif kind in ("Value", "Array") and "lock" in bound and any(isinstance(v, Obj) for v in bound["lock"][1]):
                context = Context("?")
            made = self.make(kind, arguments.node, context=context)
            if receiver is None and row.makes in _CONSTRUCTED:
                self.constructed(made, row, arguments)
        for parameter, send in row.sends.items():
            if parameter in bound:
                node, values = bound[parameter]
                self.hand_over(values, send, node, arguments, name, context)
        if row.effect:
            effect: Callable[..., Values | None] = getattr(self, f"effect_{row.effect}", self._no_effect)
            result = effect(name, arguments, bound, receiver or made, context)
            if result is not None:
                return result
        if receiver is None and row.makes not in _KEEPS:
            self._let_go_functions(bound)
        return (made,) if made is not None else NOTHING

    def _no_effect(self, *_: Any) -> None:
        return None

    def _let_go_functions(self, bound: Bound) -> None:
        """What an API that does not send it does with a callable is not followed."""
        for _, values in bound.values():
            if any(isinstance(v, (Function, Method, Partial)) for v in values):
                self.escape(values)

    # -- handing over ---------------------------------------------------------------------------------------------

    def travelling(self, transport: str, context: Context) -> frozenset[str]:
        """Return the start methods under which a value that is sent so is pickled."""
        if transport == api.INHERITED:
            return self.breaking(NOT_FORK, context)
        return frozenset({"fork", "spawn", "forkserver"})

    def hand_over(
        self, values: Values, send: api.Send, node: ast.AST, arguments: Arguments, via: str, context: Context
    ) -> None:
        """Note values that go to another process: those that cannot cross, and the workers that receive them."""
        for part, each in self.spread(values, send.role, node):
            self.one_over(each, send, part, via, context)

    def spread(self, values: Values, role: str, node: ast.AST) -> list[tuple[ast.AST, Values]]:
        """Return what really crosses of a parameter, each with the expression to point at."""
        if role in ("function", "value"):
            return [(node, values)]
        displayed = list(node.elts) if isinstance(node, (ast.Tuple, ast.List)) else []
        found: list[tuple[ast.AST, Values]] = []
        for value in values:
            if not isinstance(value, Obj):
                continue
            if role == "kwargs" and value.kind == "dict":
                nodes = self._dict_nodes(node)
                for key in self.keys(value):
                    found.append((nodes.get(key, node), self.store.get((value.ident, f"={key}")) or NOTHING))
                found.append((node, self.rest(value)))
            elif value.kind in ("list", "tuple", "set", "generator", "iterator", "deque"):
                items = self.first_items(value)
                nodes_of = displayed if len(displayed) == len(items) else [node] * len(items)
                found += list(zip(nodes_of, items, strict=True))
                rest = self.rest(value)
                if rest:
                    inner = node.elt if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp)) else node
                    found.append((inner, rest))
        return found

    def _dict_nodes(self, node: ast.AST) -> dict[str, ast.AST]:
        if isinstance(node, ast.Dict):
            return {
                key.value: value
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant) and isinstance(key.value, str)
            }
        return {}

    def one_over(self, values: Values, send: api.Send, node: ast.AST, via: str, context: Context) -> None:
        """Note one value that goes to another process."""
        if context.dill or any(region.expects for region in self.regions):
            return
        methods = self.travelling(send.transport, context)
        if methods:
            found = self.obstacle(values, send.transport)
            if found is not None and self._perhaps_not(found, values, send.transport):
                found = None
            if found is not None:
                if found.kind in ("guarded", "dunder-main"):
                    methods = self.breaking(NOT_FORK, context)
                if methods:
                    self.emit(Handoff(self.place(node), methods, found, send.role, send.transport, via))

    def _perhaps_not(self, found: Obstacle, values: Values, transport: str) -> bool:
        """Tell whether somebody has chosen another value for the start methods that pickle."""
        if transport != api.INHERITED or found.kind not in ("unpicklable", "started-process"):
            return False
        return self.obstacle(values, transport, every=True) is None

    def check_context(self, values: Values, node: ast.AST, context: Context) -> None:
        """Note a primitive of one context that is given to a process of another."""
        theirs = self.methods(context)
        for value in values:
            if not isinstance(value, Obj) or value.kind not in api.SEMAPHORES or value.cls is not None:
                continue
            mine = self.methods(value.context)
            if value.context == context or "?" in (value.context.method, context.method):
                continue
            methods: frozenset[str] | None = None
            if mine == {"fork"} and self.explicit(value.context) and theirs & NOT_FORK:
                methods = self.breaking(NOT_FORK, context)
            elif "fork" in mine and "fork" not in theirs:
                methods = frozenset({"fork"}) if not self.explicit(value.context) else ALL
            if methods:
                self.emit(
                    Foreign(
                        self.place(node),
                        methods,
                        words=api.KINDS[value.kind].words,
                        theirs=", ".join(sorted(theirs)),
                        made=Place(value.source, value.node),
                    )
                )

    # -- making ---------------------------------------------------------------------------------------------------

    def constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        bound = arguments.bind(row)
        for name in ("target", "function", "args", "kwargs", "initializer", "initargs"):
            if name in bound:
                node, values = bound[name]
                self.store.set((obj.ident, f"#{name}"), values)
                self.origins[(obj.ident, name)] = (node, self.frame)
        if obj.kind == "Process":
            self.pending[obj.ident] = (obj, arguments.node)

    origins: dict[tuple[int, str], tuple[ast.AST, Any]]
    pending: dict[int, tuple[Obj, ast.AST]]

    # -- starting -------------------------------------------------------------------------------------------------

    def started(self, what: str, node: ast.AST, context: Context) -> frozenset[str]:
        """Note that a process is started here; return the start methods that are possible."""
        methods = self.methods(context)
        if context.method is None:
            self.fix_context(node)
        refused = any(region.handles & _SWALLOW for region in self.regions)
        if self.world.importing and not self.world.uncertain and not refused and methods & NOT_FORK:
            trace = tuple(p for p in self.world.trace if p.source is self.source)
            inner = self.place(node)
            place = inner if inner.source is self.source else (trace[-1] if trace else None)
            if place is not None:
                outermost = trace[0] if trace else place
                tests = self.world.tests[0] if self.world.tests else None
                self.emit(Start(outermost, self.breaking(NOT_FORK, context), what, (*trace[1:], place), tests))
        self.starts.append(self.place(node))
        if "fork" in methods:
            self.fork_hazards(node, what, methods)
        return methods

    starts: list[Place]

    def fork_hazards(self, node: ast.AST, what: str, methods: frozenset[str]) -> None:
        """Hear of a fork: what is going on in this process matters."""

    def effect_start(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> None:
        self.started(name, arguments.node, context)
        if "initargs" in bound:
            for inner, each in self.spread(bound["initargs"][1], "args", bound["initargs"][0]):
                self.check_context(each, inner, context)
        if obj is not None:
            self.move(obj, add="threads")
            self.workers_begin(obj, arguments.node)

    def effect_start_manager(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> None:
        self.started(name.partition(".")[0], arguments.node, context)

    def effect_enter_manager(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        assert obj is not None
        if obj.kind not in ("Manager",) and not self.can(obj, "threads"):
            self.started(obj.kind, arguments.node, context)
        return (obj,)

    def effect_start_process(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> None:
        assert obj is not None
        self.pending.pop(obj.ident, None)
        methods = self.started("Process", arguments.node, obj.context)
        self.check_process(obj, arguments.node)
        self.move(obj, add="started")
        self.run_process(obj, arguments.node, methods)

    def check_process(self, obj: Obj, node: ast.AST) -> None:
        """Note what of a process cannot cross when it is started."""
        frame = self.frame
        for name, role in (("target", "function"), ("args", "args"), ("kwargs", "kwargs")):
            values = self.store.get((obj.ident, f"#{name}"))
            if values is None:
                continue
            part, self.frame = self.origins[(obj.ident, name)]
            try:
                send = api.Send(role, api.INHERITED)
                for inner, each in self.spread(values, role, part):
                    self.one_over(each, send, inner, "Process", obj.context)
                    self.check_context(each, inner, obj.context)
            finally:
                self.frame = frame
        if obj.cls is not None:
            methods = self.travelling(api.INHERITED, obj.context)
            found = self.process_obstacle(obj, obj.cls) if methods else None
            if found is not None:
                self.emit(Handoff(self.place(node), methods, found, "self", api.INHERITED, "Process.start"))

    def run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        """Hear of a process that is started: its worker can be followed."""

    def workers_begin(self, obj: Obj, node: ast.AST) -> None:
        """Hear of a pool whose workers start: its initializer can be followed."""

    def effect_task(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> None:
        if obj is not None and "func" in bound:
            self.task(obj, bound["func"], arguments, context, bound)

    def task(
        self, obj: Obj, function: tuple[ast.AST, Values], arguments: Arguments, context: Context, bound: Bound
    ) -> None:
        """Hear of a task for a pool or an executor: its worker can be followed."""

    def _first_task(self, obj: Obj, node: ast.AST, context: Context) -> None:
        if not self.can(obj, "threads"):
            self.started("ProcessPoolExecutor", node, context)
            send = api.Send("function", api.INHERITED)
            for name, role in (("initializer", "function"), ("initargs", "args")):
                values = self.store.get((obj.ident, f"#{name}"))
                if values is not None:
                    part, frame = self.origins[(obj.ident, name)]
                    for inner, each in self.spread(values, role, part):
                        self.check_context(each, inner, context)
            del send
            self.move(obj, add="threads")
            self.workers_begin(obj, node)

    def effect_submit(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        before = len(self.events)
        self._executor_task(name, arguments, obj, context, "value")
        future = self.make("Future", arguments.node)
        self._promised[future.ident] = [e for e in list(self.events)[before:] if isinstance(e, Handoff)]
        return (future,)

    _promised: dict[int, list[Handoff]]
    """By the future, what is wrong with its task: who asks it for its exception knows that."""

    def touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        super().touch(obj, node, attribute)
        if attribute == "exception" and obj.kind == "Future":
            for event in self._promised.get(obj.ident, ()):
                self.events.pop(event, None)

    def effect_map(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> None:
        self._executor_task(name, arguments, obj, context, "items")

    def _executor_task(
        self, name: str, arguments: Arguments, obj: Obj | None, context: Context, role: str
    ) -> None:
        if obj is None or not arguments.args:
            return
        self._first_task(obj, arguments.node, context)
        send = api.Send(role, api.PICKLED)
        keywords = [] if role == "items" else list(arguments.kwargs.values())
        for node, values in [*arguments.args[1:], *keywords]:
            self.hand_over(values, send, node, arguments, name, context)
        self.task(obj, arguments.args[0], arguments, context, {})

    def effect_run_in_executor(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values | None:
        if len(arguments.args) < 2:
            return None
        for value in arguments.args[0][1]:
            if isinstance(value, Obj) and value.kind == "ProcessPoolExecutor":
                inner = Arguments(arguments.node, arguments.args[1:], {}, arguments.more)
                node, values = arguments.args[1]
                self.hand_over(
                    values, api.Send("function", api.PICKLED), node, inner, "run_in_executor", value.context
                )
                self._executor_task("run_in_executor", inner, value, value.context, "value")
            elif isinstance(value, Obj) and value.kind == "ThreadPoolExecutor":
                self.move(value, add="running")
        return NOTHING

    def effect_fork(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        self.forked(arguments.node)
        again = self.forked_child()
        self.store.set((0, "#forked"), (UNBOUND,))
        regions = 0 if again else len(self.regions)
        self.store.set((0, "#fork"), (const((self.place(arguments.node), regions, self.world.coroutine)),))
        return (const(0), self.make("pid of a child", arguments.node))

    def forked_child(self) -> bool:
        """Tell whether this way is the child of an ``os.fork``."""
        return self.side_of_fork() == "child"

    def both_go_on(self) -> None:
        fork = self._fork()
        if fork is not None and fork[1]:
            self.emit(ForkHazard(fork[0], problem="child goes on"))

    def _expression(self, node: ast.Expr) -> None:
        values = self.eval(node.value)
        if isinstance(node.value, ast.Call) and any(isinstance(v, Obj) and v.node is node.value for v in values):
            if any(isinstance(v, Obj) and v.kind == "pid of a child" for v in values):
                self.emit(ForkHazard(self.place(node.value), problem="child goes on"))

    def awaited(self, values: Values) -> Values:
        fork = self._fork()
        if fork is not None and fork[2] and self.forked_child():
            self.emit(ForkHazard(fork[0], problem="coroutine"))
        return super().awaited(values)

    def _fork(self) -> tuple[Place, int, int] | None:
        """Return the last ``os.fork`` on this way, how many regions were open there, and how many coroutines."""
        for value in self.store.get((0, "#fork")) or ():
            if isinstance(value, Const) and isinstance(value.value, tuple):
                return value.value
        return None

    def cleaned_up_twice(self) -> bool:
        """Tell whether there is something of the parent that the exit of a forked child cleans up."""
        fork = self._fork()
        if fork is not None and any(region.protects for region in self.regions[: fork[1]]):
            return True
        if fork is None or not fork[1]:
            return False
        if self.store.get((0, "#atexit")) is not None:
            return True
        for (ident, name), values in self.store.items().items():
            if name[:1] != "#" and ident in (self.frame.ident, self.frame.module.ident):
                for value in values:
                    if isinstance(value, Obj) and value.kind in ("file", "TemporaryDirectory"):
                        if not self.can(value, "closed") and not self.can(value, "escaped"):
                            return True
        return False

    def forked(self, node: ast.AST) -> None:
        """Hear of ``os.fork``."""
        self.fork_hazards(node, "os.fork", frozenset({"fork"}))

    # -- contexts -------------------------------------------------------------------------------------------------

    def effect_get_context(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        values = bound["method"][1] if "method" in bound else NONE
        found: list[Value] = []
        for value in values:
            if isinstance(value, Const) and isinstance(value.value, str):
                found.append(Context(value.value, context.dill))
            elif is_none(value):
                if context.method is None:
                    self.fix_context(arguments.node)
                found.append(context)
            else:
                found.append(Context("?", context.dill))
        return tuple(found)

    def effect_get_start_method(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        quiet = "allow_none" in bound and self.truth(bound["allow_none"][1]) is not False
        if not quiet and context.method is None:
            self.fix_context(arguments.node)
        return (StartMethod(self.methods(context)),)

    def effect_set_start_method(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        values = bound["method"][1] if "method" in bound else NOTHING
        forced = "force" in bound and self.truth(bound["force"][1]) is not False
        here = self.place(arguments.node)
        texts = [v.value for v in values if isinstance(v, Const) and isinstance(v.value, str)]
        unknown = [t for t in texts if t not in ("fork", "spawn", "forkserver")]
        if unknown and len(texts) == len(values):
            self.emit(MethodCall(here, problem="unknown", words=unknown[0]))
            return NONE
        if context.method is not None:
            self.emit(MethodCall(here, problem="concrete", words=context.method))
            return NONE
        caught = any(region.handles & _SWALLOW for region in self.regions)
        if not forced and not caught:
            self._set_again(here, texts)
        self.store.set((0, "#method"), tuple(const(t) for t in texts) if len(texts) == len(values) else (UNKNOWN,))
        self.store.set((0, "#fixed"), (const(here),))
        return NONE

    def _set_again(self, here: Place, texts: list[str]) -> None:
        earlier = [v.value for v in self.store.get((0, "#fixed")) or () if isinstance(v, Const)]
        places = [p for p in earlier if isinstance(p, Place)]
        if places and len(places) == len(self.store.get((0, "#fixed")) or ()):
            again = bool(self._chosen())
            self.emit(MethodCall(here, problem="twice" if again else "late", earlier=places[0]))
        elif self.world.kind == "import" and not self.world.uncertain and texts in (["spawn"], ["forkserver"]):
            self.emit(MethodCall(here, problem="import", words=texts[0]))

    def effect_stable(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        return (STABLE,)

    def effect_parent_process(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        # It is None still while a child imports the main module again.
        return NONE if self.world.kind in ("main", "import") else NOTHING

    # -- running other code ---------------------------------------------------------------------------------------

    def effect_run(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        return self.awaited(arguments.args[0][1]) if arguments.args else NOTHING

    def effect_run_here(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        return NONE

    def effect_exit(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        if self.world.kind == "import" and not self.world.uncertain and self.world.tests:
            self.emit(ImportEnd(self.place(arguments.node)))
        if name.startswith("exec") or name == "abort":
            # What replaces the program may fail: that is the only way that goes on.
            self.leave("raise")
            raise Gone
        if name != "_exit":
            if self.forked_child() and self.cleaned_up_twice():
                self.emit(ForkHazard(self.place(arguments.node), problem="child exits"))
            self.leave("raise")
        raise Gone

    def effect_kill(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        target = arguments.args[0][0] if arguments.args else None
        if isinstance(target, ast.Call) and getattr(target.func, "attr", "") == "getpid":
            if getattr(arguments.args[-1][0], "attr", "") == "SIGKILL":
                raise Gone
        return NONE

    def effect_globals(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        self.globals_taken()
        return NOTHING

    def globals_taken(self) -> None:
        """Hear that the names of the module may be bound in a way that is not followed."""

    def effect_unittest(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        for values in list(self.store.items().values()):
            for value in values:
                if isinstance(value, Class) and "unittest.TestCase" in self.lineage(value)[1]:
                    self._run_tests(value, arguments)
        self.leave("raise")
        raise Gone

    def _run_tests(self, cls: Class, arguments: Arguments) -> None:
        obj = self.make("instance", cls.node, cls=cls)
        for name in self.attributes(cls.ident):
            for member in self.store.get((cls.ident, name)) or ():
                if name.startswith("test") and isinstance(member, Function):
                    try:
                        self.call_function(member, Arguments(arguments.node), obj)
                    except Gone:
                        continue

    def effect_first(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        return arguments.args[0][1] if arguments.args else NONE

    def effect_self(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        return (obj,) if obj is not None else NOTHING

    def effect_partial(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        if not arguments.args or arguments.more:
            return NOTHING
        key = (arguments.node, self.frame.ident)
        partial = self.partials.get(key)
        if partial is None:
            partial = self.partials[key] = Partial((), (), (), arguments.node)
        partial.functions = arguments.args[0][1]
        partial.args = tuple(values for _, values in arguments.args[1:])
        partial.kwargs = tuple((name, values) for name, (_, values) in arguments.kwargs.items())
        return (partial,)

    partials: dict[tuple[ast.AST, int], Partial]

    def effect_wraps(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        return NOTHING

    def effect_update_wrapper(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        if len(arguments.args) == 2:
            wrapped = [v for v in arguments.args[1][1] if isinstance(v, Function)]
            for value in arguments.args[0][1]:
                if isinstance(value, Function):
                    value.wraps = (wrapped[0].qualname if len(wrapped) == 1 else "",)
                elif isinstance(value, Obj):
                    self.store.set((value.ident, "#wraps"), tuple(wrapped))
        return arguments.args[0][1] if arguments.args else NOTHING

    def effect_decorator(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        return NOTHING

    def effect_copy(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        return (self.container("list", arguments.node, more=self.elements(arguments.args[0][1])),) if arguments.args else NOTHING

    def effect_defaultdict(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        made = self.make("defaultdict", arguments.node)
        if arguments.args:
            self.store.set((made.ident, "#function"), arguments.args[0][1])
        return (made,)

    def effect_dynamic_class(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        first = arguments.args[0][1] if arguments.args else NOTHING
        text = first[0].value if len(first) == 1 and isinstance(first[0], Const) else None
        node = arguments.node
        if not isinstance(text, str) or not isinstance(node, ast.Call) or len(arguments.args) < 2:
            return NOTHING
        if "module" in arguments.kwargs or "qualname" in arguments.kwargs:
            return NOTHING
        frame = self.frame

        def make() -> Class:
            assert isinstance(node, ast.Call)
            local = "<locals>" in frame.qualname and text not in frame.globals
            return Class(node, frame.source, text, text, self.new_id(), frame=frame, local=local)

        cls = self.interned((node, frame.ident), make)
        assert isinstance(cls, Class)
        self.store.set((cls.ident, "#names"), (const(()),))
        return (cls,)

    # -- builtins -------------------------------------------------------------------------------------------------

    def _unknown_call(self, name: str, arguments: Arguments) -> Values:
        first = arguments.args[0][1] if arguments.args else NOTHING
        if name == "super":
            return self.super_of() if not arguments.args else NOTHING
        if name in _COPIES and len(arguments.args) <= 1:
            kind = _COPIES[name]
            items = None
            if len(first) == 1 and isinstance(first[0], Obj) and first[0].kind in ("list", "tuple"):
                items = self.items(first[0])
            if items is not None and name in ("list", "tuple"):
                return (self.container(kind, arguments.node, items),)
            if not arguments.args:
                return (self.container(kind, arguments.node, []),)
            return (self.container(kind, arguments.node, more=self.elements(first)),)
        if name == "dict":
            return self._dict_call(arguments)
        if name in ("map", "filter") and len(arguments.args) >= 2:
            made = self.make("map", arguments.node)
            self.store.set((made.ident, "#function"), first)
            return (made,)
        if name in ("enumerate", "zip") and arguments.args:
            parts = [self.elements(values) for _, values in arguments.args]
            if name == "enumerate":
                parts = [(STABLE,), parts[0]]
            pair = self.container("tuple", arguments.node, parts, tag="pair")
            return (self.container("iterator", arguments.node, more=(pair,)),)
        if name in ("staticmethod", "classmethod") and arguments.args:
            return first
        if name in ("next", "iter") and arguments.args:
            return self.elements(first) if name == "next" else first
        if name == "getattr" and len(arguments.args) >= 2:
            return self._getattr(arguments)
        if name == "type" and len(arguments.args) == 3:
            return self.effect_dynamic_class(name, arguments, {}, None, DEFAULT)
        if name == "memoryview" and arguments.args:
            return self.effect_view(name, arguments, {}, None, DEFAULT) or NOTHING
        if name == "open_code":
            return NOTHING
        if name in api.PURE or (name.startswith(_LIKE_DUMMY)):
            stable = all(self.stable(values) for values in arguments.all())
            return (STABLE,) if stable and name not in ("print",) else NOTHING
        if name in ("int", "str", "float", "bool"):
            return (STABLE,) if all(self.stable(v) for v in arguments.all()) else NOTHING
        for values in arguments.all():
            self.escape(values)
        return NOTHING

    def effect_view(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values | None:
        # Only ndarray(buffer=...) lets go of the buffer that it points into; all others keep close() from working.
        kind = "view" if name == "ndarray" else "memoryview"
        for values in arguments.all():
            for value in values:
                if isinstance(value, Obj) and value.kind in ("memoryview", "view", "buffer") and value.parent is not None:
                    return (self.make(kind, arguments.node, parent=value.parent),)
        return (self.make(kind, arguments.node),) if kind == "memoryview" else NOTHING

    def _dict_call(self, arguments: Arguments) -> Values:
        made = self.make("dict", arguments.node)
        for key, (_, values) in arguments.kwargs.items():
            self.store.set((made.ident, f"={key}"), values)
        self.store.set((made.ident, "#keys"), (const(tuple(arguments.kwargs)),))
        rest = [self.elements(values) for _, values in arguments.args]
        self.store.set((made.ident, "#more"), union(NOTHING, *rest) if rest or arguments.more else (UNKNOWN,))
        if not rest and not arguments.more:
            self.store.changes.pop((made.ident, "#more"), None)
        return (made,)

    def _getattr(self, arguments: Arguments) -> Values:
        name = arguments.args[1][1]
        text = name[0].value if len(name) == 1 and isinstance(name[0], Const) else None
        if not isinstance(text, str):
            return NOTHING
        found = [self.attribute(v, text, arguments.node) for v in arguments.args[0][1]]
        return union(*(values for values in found if values is not None), *(v for _, v in arguments.args[2:]), NOTHING)

    def call_builtin_method(self, receiver: Obj, name: str, arguments: Arguments) -> Values:
        if receiver.kind in ("list", "set", "deque", "iterator"):
            if name in ("append", "add", "insert", "appendleft"):
                for _, values in arguments.args[-1:]:
                    self.add(receiver, values)
                return NONE
            if name in ("extend", "update"):
                for _, values in arguments.args:
                    self.add(receiver, self.elements(values))
                return NONE
            if name in ("pop", "popleft"):
                return self.elements((receiver,))
            if name == "copy":
                return (self.container(receiver.kind, arguments.node, more=self.elements((receiver,))),)
            if name in ("remove", "clear", "sort", "reverse", "index", "count", "discard"):
                return NOTHING
        if receiver.kind == "dict":
            return self._dict_method(receiver, name, arguments)
        for values in arguments.all():
            self.escape(values)
        return NOTHING

    def _dict_method(self, receiver: Obj, name: str, arguments: Arguments) -> Values:
        if name in ("keys", "values", "items"):
            values = self.dict_values(receiver)
            if name == "items":
                pair = self.container("tuple", arguments.node, [(STABLE,), values], tag="pair")
                values = (pair,)
            return (self.container("dict view", arguments.node, more=(STABLE,) if name == "keys" else values),)
        if name in ("get", "pop", "setdefault"):
            default = arguments.args[1][1] if len(arguments.args) > 1 else NONE
            if name == "setdefault":
                self.add(receiver, default)
            return union(self.dict_values(receiver), default)
        if name == "copy":
            made = self.make("dict", arguments.node)
            for key in ("#keys", "#more", *(f"={k}" for k in self.keys(receiver))):
                found = self.store.get((receiver.ident, key))
                if found is not None:
                    self.store.set((made.ident, key), found)
            return (made,)
        for values in arguments.all():
            for inner in values:
                if isinstance(inner, Obj) and inner.kind == "dict" and name == "update":
                    self.add(receiver, self.dict_values(inner))
                else:
                    self.escape((inner,))
        return NOTHING


_SWALLOW = frozenset({"", "RuntimeError", "Exception", "BaseException"})
_CONSTRUCTED = frozenset({"Process", "Thread", "Timer", "Pool", "ProcessPoolExecutor", "ThreadPoolExecutor"})
_KEEPS = _CONSTRUCTED | {"ExitStack"}
