"""What is handed to other processes, and what cannot go there."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall
from flake8_mp.facts.events import Foreign, Handoff, Misuse, Obstacle, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library import api
from flake8_mp.facts.library.holders import HOLDERS
from flake8_mp.facts.library.kinds import KINDS, SEMAPHORES
from flake8_mp.facts.models.handover.names import name_of
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.store import Store
from flake8_mp.facts.values import (
    DEFAULT,
    NONE,
    NOTHING,
    UNBOUND,
    Const,
    Context,
    Each,
    Function,
    Method,
    Obj,
    Partial,
    Reference,
    Typed,
    Unknown,
    Value,
    Values,
    constant_of,
    function_of,
    is_none,
)
from flake8_mp.rule import ALL_METHODS, NOT_FORK


class Handover(Model):
    """Acts on the rows of the library, and notes what is handed to other processes and cannot be pickled.

    Owns: calls of the libraries, contexts that are given.
    Emits: :class:`Foreign`, :class:`Handoff`, :class:`Misuse`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._pending: dict[int, tuple[Obj, ast.AST]] = {}
        """Processes that are made and not started yet."""

    def answer_call_api_method(self, receiver: Obj, name: str, row: api.Row, arguments: Arguments) -> Values:
        kind = "executor" if receiver.kind == "ProcessPoolExecutor" else receiver.kind
        return self.ask.call_row(f"{kind}.{name}", row, arguments, receiver, receiver.context)

    def answer_call_typed_method(self, receiver: Value, name: str, row: api.Row, arguments: Arguments) -> Values:
        return self.ask.call_row(name, row, arguments, None, DEFAULT)

    def answer_call_reference(self, callee: Reference, arguments: Arguments) -> Values:
        name = api.ALIASES.get(callee.name, callee.name)
        row = self.interp.known.row(callee.name)
        if row is None:
            if name.endswith(".__init__") and self._old_style(callee, arguments):
                return NONE
            return self.interp.hooks.call_plain(name, arguments)
        context = callee.context
        if name == "multiprocessing.pool.Pool":
            context = self.given_context(arguments.bind(row), "context", context)
        if name == "concurrent.futures.ProcessPoolExecutor":
            context = self.given_context(arguments.bind(row), "mp_context", context)
            limit = arguments.bind(row).get("max_tasks_per_child")
            if context.method is None and limit is not None and not all(is_none(v) for v in limit[1]):
                # Lib/concurrent/futures/process.py: fork cannot replace workers safely, so spawn is taken.
                context = Context("spawn", context.dill)
        return self.ask.call_row(name.rpartition(".")[2], row, arguments, None, context)

    def _old_style(self, callee: Reference, arguments: Arguments) -> bool:
        """Run `Process.__init__(self, …)`, which a subclass calls by the name of its base."""
        row = self.interp.known.row(Reference(callee.name.removesuffix(".__init__"), context=callee.context).name)
        given = arguments.args[0][1] if arguments.args else ()
        if row is None or len(given) != 1 or not isinstance(given[0], Obj) or given[0].kind != row.makes:
            return False
        self.interp.calls.initialize(
            given[0], Arguments(arguments.node, arguments.args[1:], arguments.kwargs, arguments.more)
        )
        return True

    def given_context(self, bound: Bound, name: str, default: Context) -> Context:
        if name not in bound:
            return default
        found = [v for v in bound[name][1] if isinstance(v, Context)]
        if len(found) == 1:
            return found[0]
        if all(is_none(v) for v in bound[name][1]):
            return default
        return Context("?")

    def call_row(self, name: str, row: api.Row, arguments: Arguments, receiver: Obj | None, context: Context) -> Values:
        bound = arguments.bind(row)
        if row.fixes and context.method is None:
            self.ask.fix_context(arguments.node)
        made: Obj | None = None
        if row.makes:
            kind = row.makes
            if kind in ("Value", "Array") and "lock" in bound and constant_of(bound["lock"][1]) is False:
                kind = f"Raw{kind}"
            elif kind in ("Value", "Array") and "lock" in bound and any(isinstance(v, Obj) for v in bound["lock"][1]):
                context = Context("?")
            made = self.interp.make(kind, arguments.node, context=context)
            if receiver is None and row.makes in _CONSTRUCTED:
                self.interp.hooks.constructed(made, row, arguments)
        for parameter, send in row.sends.items():
            if parameter in bound:
                node, values = bound[parameter]
                self.hand_over(values, send, node, arguments, name, context)
        for callback in ("callback", "error_callback"):
            if callback in bound:
                self.interp.objects.escape(bound[callback][1])
        if row.effect:
            effect: Callable[[LibraryCall], Values | None] = self.interp.effects.get(row.effect, self._no_effect)
            result = effect(LibraryCall(name, arguments, bound, receiver or made, context))
            if result is not None:
                return result
        if receiver is None and row.makes not in _KEEPS:
            self._escape_functions(bound)
        return (made,) if made is not None else NOTHING

    def _no_effect(self, call: LibraryCall) -> None:
        return None

    def _escape_functions(self, bound: Bound) -> None:
        """What an API that does not send it does with a callable is not followed."""
        for _, values in bound.values():
            if any(isinstance(v, (Function, Method, Partial)) for v in values):
                self.interp.objects.escape(values)

    def pickled_under(self, transport: str, context: Context) -> frozenset[str]:
        """Return the start methods under which a value that is sent so is pickled."""
        if transport == api.INHERITED:
            return self.ask.breaking(NOT_FORK, context)
        return ALL_METHODS

    def hand_over(
        self, values: Values, send: api.Send, node: ast.AST, arguments: Arguments, via: str, context: Context
    ) -> None:
        """Note values that go to another process: those that cannot be pickled, and the workers that receive them."""
        for part, each in self.spread(values, send.role, node):
            self.ask.value_sent(each, send, part, via, context)

    def spread(self, values: Values, role: str, node: ast.AST) -> list[tuple[ast.AST, Values]]:
        """Return the parts of a parameter that are really sent, each with the expression to point at."""
        if role in ("function", "value"):
            return [(node, values)]
        displayed = list(node.elts) if isinstance(node, (ast.Tuple, ast.List)) else []
        found: list[tuple[ast.AST, Values]] = []
        for value in values:
            if not isinstance(value, Obj):
                continue
            if role == "kwargs" and value.kind == "dict":
                nodes = self._dict_nodes(node)
                for key in self.interp.containers.keys(value):
                    found.append((nodes.get(key, node), self.interp.containers.element(value, key) or NOTHING))
                found.append((node, self.interp.containers.rest(value)))
            elif value.kind in ("list", "tuple", "set", "generator", "iterator", "deque"):
                items = self.interp.containers.first_items(value)
                nodes_of = displayed if len(displayed) == len(items) else [node] * len(items)
                found += list(zip(nodes_of, items, strict=True))
                rest = self.interp.containers.rest(value)
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

    def value_sent(self, values: Values, send: api.Send, node: ast.AST, via: str, context: Context) -> None:
        """Note one value that goes to another process."""
        if context.dill or self.interp.unsure or any(region.expects for region in self.interp.regions):
            return
        methods = self.pickled_under(send.transport, context)
        if methods:
            found = self.ask.obstacle(values, send.transport)
            if found is not None and self._perhaps_not(found, values, send.transport):
                found = None
            if found is not None:
                if found.kind == "guarded" or found.needs_fork:
                    methods = self.ask.breaking(NOT_FORK, context)
                if methods:
                    made = values[0] if len(values) == 1 else None
                    value = Place(made.source, made.node) if isinstance(made, Obj) else None
                    via = via.removeprefix("proxy ")
                    self.interp.emit(
                        Handoff(
                            self.interp.place(node),
                            *(methods, found, send.role, send.transport, via, value),
                            holder=name_of(self.interp, found.holder, values, node),
                        )
                    )

    def _perhaps_not(self, found: Obstacle, values: Values, transport: str) -> bool:
        """Return whether another value is chosen on some paths, for a reason that is not followed."""
        if self.ask.occurs_each(values):
            return False
        known = tuple(v for v in values if not isinstance(v, (Unknown, Each)) and v is not UNBOUND)
        return self.ask.obstacle(known, transport, every=True) is None

    def check_context(self, values: Values, node: ast.AST, context: Context) -> None:
        """Note a primitive of one context that is given to a process of another."""
        if any(region.expects for region in self.interp.regions):
            return
        theirs = self.ask.methods(context)
        for value in values:
            if not isinstance(value, Obj) or value.kind not in SEMAPHORES or value.cls is not None:
                continue
            mine = self.ask.methods(value.context)
            if value.context == context or "?" in (value.context.method, context.method):
                continue
            methods: frozenset[str] | None = None
            if mine == {"fork"} and self.ask.explicit(value.context) and theirs & NOT_FORK:
                methods = self.ask.breaking(NOT_FORK, context)
            elif "fork" in mine and "fork" not in theirs:
                methods = frozenset({"fork"}) if not self.ask.explicit(value.context) else ALL_METHODS
            if methods:
                self.interp.emit(
                    Foreign(
                        self.interp.place(node),
                        methods,
                        words=KINDS[value.kind].words,
                        theirs=", ".join(sorted(theirs)),
                        made=Place(value.source, value.node),
                    )
                )

    def on_constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        bound = arguments.bind(row)
        for name in ("target", "function", "args", "kwargs", "initializer", "initargs"):
            if name in bound:
                node, values = bound[name]
                self.interp.given.note(obj, name, node, values)
        if obj.kind in ("Process", "Pool", "ProcessPoolExecutor"):
            self._check_use(bound, obj.context)
        if obj.kind == "Process":
            self._pending[obj.ident] = (obj, arguments.node)

    def _check_use(self, bound: Bound, context: Context) -> None:
        """Note arguments of a process that cannot be intended."""
        for name in ("target", "initializer"):
            node, values = bound.get(name, (None, ()))
            if isinstance(node, ast.Call) and values and all(is_none(v) for v in values):
                # What an initializer has done in the parent is there in a forked worker, by accident.
                methods = ALL_METHODS if name == "target" else self.ask.breaking(NOT_FORK, context)
                if methods:
                    self.interp.emit(Misuse(self.interp.place(node), methods, problem="called", words=name))
            elif node is not None and values:
                self._check_lazy(node, values)
        for name in ("args", "initargs"):
            node, values = bound.get(name, (None, ()))
            if node is not None and values and all(self.is_not_sequence(v) for v in values):
                self.interp.emit(Misuse(self.interp.place(node), problem="no sequence", words=name))

    def check_called(self, node: ast.AST, values: Values) -> None:
        """Note the function of a task that is called where it is handed over, and gives nothing that can be called."""
        if isinstance(node, ast.Call) and values and all(_is_not_function(v) for v in values):
            if not any(region.expects or "TypeError" in region.handles for region in self.interp.regions):
                gives = "None" if all(is_none(v) for v in values) else "not callable"
                self.interp.emit(Misuse(self.interp.place(node), problem="called", words="function", gives=gives))

    def _check_lazy(self, node: ast.AST, values: Values) -> None:
        functions = [function_of(v) for v in values]
        kinds = set()
        for function in functions:
            if not isinstance(function, Function) or function.kinds - {"staticmethod", "classmethod"}:
                return
            kinds.add(
                "a coroutine"
                if function.is_async
                else "a generator"
                if self.interp.objects.is_generator(function)
                else ""
            )
        if kinds and "" not in kinds:
            self.interp.emit(Misuse(self.interp.place(node), problem="lazy", words=min(kinds)))

    def check_process(self, obj: Obj, node: ast.AST) -> None:
        """Note what of a process cannot be pickled when it is started."""
        frame = self.interp.frame
        outer, self.interp.store = self.interp.store, Store(self.interp.store)
        self.ask.restrict_to_creation(obj)
        try:
            self._check_parts(obj, node)
        finally:
            self.interp.frame, self.interp.store = frame, outer

    def _check_parts(self, obj: Obj, node: ast.AST) -> None:
        frame = self.interp.frame
        for name, role in (("target", "function"), ("args", "args"), ("kwargs", "kwargs")):
            values = self.interp.given.found(obj, name)
            if values is None:
                continue
            part, self.interp.frame = self.interp.given.expressions[(obj.ident, name)]
            try:
                send = api.Send(role, api.INHERITED)
                for inner, each in self.spread(values, role, part):
                    self.ask.value_sent(each, send, inner, "Process", obj.context)
                    self.check_context(each, inner, obj.context)
            finally:
                self.interp.frame = frame
        if obj.cls is not None:
            methods = self.pickled_under(api.INHERITED, obj.context)
            found = self.ask.process_obstacle(obj, obj.cls) if methods else None
            if found is not None:
                started = (
                    node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else node
                )
                holder = name_of(self.interp, found.holder, (obj,), started)
                self.interp.emit(
                    Handoff(
                        self.interp.place(node),
                        *(methods, found, "self", api.INHERITED, "Process.start"),
                        holder=holder,
                    )
                )

    def is_not_sequence(self, value: Value) -> bool:
        """Return whether a value is none of the sequences that ``args`` can be: a bare value, or a str."""
        if isinstance(value, Const):
            return value.value is not None and not isinstance(value.value, (tuple, bytes))
        if isinstance(value, Typed):
            return value.kind in _NO_SEQUENCES
        if isinstance(value, Obj):
            return (
                value.kind in KINDS
                and value.kind not in HOLDERS
                and value.kind not in ("generator", "Array", "RawArray", "file", "gzip file")
            )
        return isinstance(value, Function)

    def process_started(self, obj: Obj) -> None:
        """Called for a process that is started."""
        self._pending.pop(obj.ident, None)

    def on_library_returns(self) -> None:
        # Processes that are made here and started elsewhere are judged as they were made.
        for obj, node in list(self._pending.values()):
            if any((obj.ident, name) in self.interp.given.expressions for name in ("target", "args", "kwargs")):
                self.ask.check_process(obj, node)
        self._pending.clear()


def _is_not_function(value: Value) -> bool:
    return isinstance(value, Const) or (isinstance(value, Obj) and value.kind in ("list", "tuple", "dict", "set"))


_NO_SEQUENCES = frozenset({"int", "float", "bool", "number", "str", "Path", "Decimal", "re.Pattern"})
"""Types of values that are never meant as several arguments: those that cannot be iterated over, and texts."""
_CONSTRUCTED = frozenset({"Process", "Thread", "Timer", "Pool", "ProcessPoolExecutor", "ThreadPoolExecutor"})
_KEEPS = _CONSTRUCTED | {"ExitStack"}
