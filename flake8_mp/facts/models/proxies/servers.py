"""Managers: when their server runs, what is registered with it, and who still needs it when it ends.

It encodes ``BaseManager`` of ``Lib/multiprocessing/managers.py``: a manager is started once, its registry is sent
to the server when that starts, and a proxy is nothing without the server.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall
from flake8_mp.facts.events import Place, ProxyUse
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import ANY_EXCEPTION, Region
from flake8_mp.facts.library import api
from flake8_mp.facts.models import subjects
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import last_name, walk
from flake8_mp.facts.values import (
    NONE,
    NOTHING,
    Class,
    Const,
    Frame,
    Function,
    Method,
    Obj,
    Reference,
    Value,
    Values,
    const,
    constant_of,
    states_of,
    union,
)

MANAGERS = frozenset({"Manager", "SyncManager", "BaseManager", "SharedMemoryManager"})
_REFUSED = ANY_EXCEPTION | {
    "ProcessError",
    "AssertionError",
    "RuntimeError",
    "TypeError",
    "AttributeError",
    "RemoteError",
}
_LOST = ANY_EXCEPTION | {
    "OSError",
    "IOError",
    "EOFError",
    "AttributeError",
    "ConnectionError",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "BrokenPipeError",
    "FileNotFoundError",
}
_QUICK = frozenset(
    "start append Process range print len list dict tuple set enumerate zip Queue Lock Event Namespace Value Array "
    "copy items values keys add extend format str int".split()
)
"""Calls that wait for nothing, so that a process that was just started is still busy behind them."""


class Servers(Model):
    """Follows the servers of managers: when they run, and what is registered with them.

    Owns: the kinds of managers, and which manager a proxy belongs to.
    Emits: :class:`ProxyUse`.
    """

    _listens_for = subjects.MANAGERS

    _managers = Slot[object]("by the process, the managers whose proxies it has")
    _with_proxies = Slot[object]("the processes that were started with proxies")
    _waits = Slot[int]("by the process, how many calls that may wait there were when it was started")
    _referent = Slot[object]("by the proxy, the class of what the manager keeps")
    _registry = Slot[frozenset[str]]("by the manager, the names that were registered when it was started")
    _typeids = Slot[frozenset[str]]("by the class of a manager, the names that are registered with it")
    _callable = Slot[object]("by the class of a manager and the name, what is registered")
    _plain = Slot[bool]("by the class of a manager and the name, whether it is registered without options")
    _manager = Slot[object]("by the proxy, its manager")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._registrations: dict[tuple[int, str], tuple[ast.AST, Frame]] = {}
        """By the key of the store that holds the callable, where it was registered."""
        self._started_with_proxies: dict[int, Place] = {}
        """By the process, where it was started last."""
        self._asking_managers: set[tuple[ast.AST, ast.AST]] = set()
        """Which processes, by where they are made, use proxies of which managers."""
        self._calls_that_wait = 0
        """How many calls there were that may wait for something."""
        self._proxies_returned: dict[int, list[ast.AST]] = {}
        """By the frame, what it returns."""
        self._proxies = False
        """Whether any proxy was made so far."""

    def tolerated(self, names: frozenset[str]) -> bool:
        """Return whether the code around is ready for one of these exceptions."""
        return bool(self.interp.unsure) or self.interp.ready_for(names)

    # -- the life of a manager ------------------------------------------------------------------------------------

    def effect_make_manager(self, call: LibraryCall) -> None:
        if call.obj is not None:
            call.obj.context = self.ask.given_context(call.bound, "ctx", call.context)

    def after_initialize(self, obj: Obj, arguments: Arguments) -> None:
        row = api.FUNCTIONS.get(f"multiprocessing.managers.{obj.kind}") if obj.kind in MANAGERS else None
        if row is not None:
            self.effect_make_manager(LibraryCall("", arguments, arguments.bind(row), obj, obj.context))

    def before_effect_start_manager(self, call: LibraryCall) -> None:
        obj = call.obj
        assert obj is not None
        if self.interp.must(obj, "ended"):
            self._out_of_order("ended", obj, call.node)
        elif (obj.kind == "Manager" and obj.cls is None) or self.interp.must(obj, "up"):
            self._out_of_order("twice", obj, call.node)
        else:
            self._goes_up(obj, call.node)

    def before_effect_enter_manager(self, call: LibraryCall) -> None:
        obj = call.obj
        assert obj is not None
        if self.interp.must(obj, "ended"):
            self._out_of_order("ended", obj, call.node)
        elif not self.interp.can(obj, "up") and obj.kind != "Manager":
            self._goes_up(obj, call.node)

    def effect_connect_manager(self, call: LibraryCall) -> Values:
        assert call.obj is not None
        self.interp.move(call.obj, add="connected")
        return NONE

    def before_effect_end(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj is not None and obj.kind in MANAGERS:
            self._manager_ends(obj)

    def _out_of_order(self, problem: str, obj: Obj, node: ast.AST, words: str = "", cause: Place | None = None) -> None:
        if self.interp.again or self.tolerated(_REFUSED):
            return
        name = obj.cls.name if obj.cls is not None else obj.kind
        made = cause or Place(obj.source, obj.node)
        self.interp.emit(ProxyUse(self.interp.place(node), problem=problem, words=words or name, cause=made))

    def _goes_up(self, obj: Obj, node: ast.AST) -> None:
        self.interp.move(obj, add="up")
        registry = self._registered_with(obj)
        self._registry.set(frozenset(registry), obj.ident)
        for key in registry.values():
            where = self._registrations.get(key)
            values = self._callable.found(*key)
            if where is not None and values is not None:
                frame, self.interp.frame = self.interp.frame, where[1]
                try:
                    send = api.Send("function", api.INHERITED)
                    self.ask.value_sent(values, send, where[0], f"{obj.kind}.start", obj.context)
                finally:
                    self.interp.frame = frame
        if obj.cls is not None:
            self.ask.value_sent((obj.cls,), api.Send("value", api.INHERITED), node, f"{obj.kind}.start", obj.context)

    # -- what is registered ---------------------------------------------------------------------------------------

    def answer_attribute(self, value: Value, name: str, node: ast.AST) -> Values | None:
        if name == "register" and isinstance(value, Class) and self._is_manager(value):
            return (Method(value, "register"),)
        return None

    def _is_manager(self, cls: Class) -> bool:
        base = self.interp.objects.library_base(cls)
        row = self.interp.known.row(base.name) if base is not None else None
        return (
            row is not None and row.makes in MANAGERS and self.interp.objects.class_attribute(cls, "register") is None
        )

    def answer_call_method(self, callee: Method, arguments: Arguments) -> Values | None:
        owner = callee.receiver
        if callee.name != "register" or callee.function is not None:
            return None
        bound = arguments.bind(api.FUNCTIONS["multiprocessing.managers.BaseManager.register"])
        if isinstance(owner, Obj) and owner.kind in MANAGERS:
            # A class method, which registers with the class wherever it is called.
            ident, kind = (owner.cls.ident, "") if owner.cls is not None else (0, owner.kind)
            return self._register_with(ident, kind, bound, arguments)
        return self._register_with(owner.ident, "", bound, arguments) if isinstance(owner, Class) else None

    def effect_register(self, call: LibraryCall) -> Values:
        function = call.node.func if isinstance(call.node, ast.Call) else None
        owners = self.interp.expressions.eval(function.value) if isinstance(function, ast.Attribute) else NOTHING
        kinds = [v.name.rpartition(".")[2] for v in owners if isinstance(v, Reference)]
        return self._register_with(0, kinds[0] if kinds else "", call.bound, call.arguments)

    def _register_with(self, ident: int, kind: str, bound: Bound, arguments: Arguments) -> Values:
        typeid = constant_of(bound["typeid"][1]) if "typeid" in bound else None
        for name, (_, values) in bound.items():
            if name != "callable":
                self.interp.objects.escape(values)
        for value in bound["callable"][1] if "callable" in bound else ():
            if not isinstance(value, Class):
                self.interp.objects.escape((value,))
        if not isinstance(typeid, str) or arguments.more:
            return NONE
        before: frozenset[str] = frozenset().union(*_names_in(self._typeids.values(ident, kind)))
        self._typeids.set(before | {typeid}, ident, kind)
        key = (ident, f"{kind} {typeid}")
        node, values = bound.get("callable", (arguments.node, NONE))
        plain = not bound.keys() & {"proxytype", "exposed", "method_to_typeid", "create_method"}
        self._callable.keep(values, *key)
        self._plain.set(plain, *key)
        self._registrations[key] = (node, self.interp.frame)
        return NONE

    def _registered_with(self, obj: Obj) -> dict[str, tuple[int, str]]:
        """Return the keys of what is registered with the class of a manager, by its name there."""
        found: dict[str, tuple[int, str]] = {}
        owners = [(0, "BaseManager"), (0, obj.kind)]
        if obj.cls is not None:
            owners += [(cls.ident, "") for cls in reversed(self.interp.objects.lineage(obj.cls)[0])]
        for ident, kind in owners:
            for names in _names_in(self._typeids.values(ident, kind)):
                found |= {name: (ident, f"{kind} {name}") for name in sorted(names)}
        return found

    def answer_special_attribute(self, obj: Obj, name: str, node: ast.AST) -> Values | None:
        if obj.kind in MANAGERS and not name.startswith("_"):
            if name == "register" and (obj.cls is None or self._is_manager(obj.cls)):
                return (Method(obj, name),)
            if name in self._registered_with(obj):
                known = _names_in(self._registry.values(obj.ident))
                if self.interp.must(obj, "up") and known and not any(name in names for names in known):
                    where = self._registrations.get(self._registered_with(obj)[name])
                    cause = Place(where[1].source, where[0]) if where is not None else None
                    self._out_of_order("late", obj, node, name, cause)
                return (Method(obj, name),)
        return None

    # -- proxies --------------------------------------------------------------------------------------------------

    def before_call_api_method(self, receiver: Obj, name: str, row: api.Row, arguments: Arguments) -> None:
        if receiver.kind in MANAGERS and (row.makes.startswith(("proxy", "managed")) or row.effect == "managed_block"):
            self._manager_used(receiver, arguments.node)

    def answer_call_builtin_method(self, receiver: Obj, name: str, arguments: Arguments) -> Values | None:
        if receiver.kind in MANAGERS:
            key = self._registered_with(receiver).get(name)
            if key is not None:
                self._manager_used(receiver, arguments.node)
                made = self.proxy_of(receiver, "proxy", arguments.node)
                if self._plain.get(*key) is True:
                    self._referent.keep(self._callable.values(*key) or NOTHING, made.ident)
                return (made,)
        return None

    def referent_of(self, proxy: Obj) -> Values:
        """Return the class, or the function that returns it, of what a proxy stands for; nothing for unknown."""
        return self._referent.values(proxy.ident)

    def _manager_used(self, manager: Obj, node: ast.AST) -> None:
        """Note that a manager is asked for an object while its server does not run."""
        if self.interp.must(manager, "ended"):
            self._out_of_order("ended", manager, node)
        if manager.kind == "Manager" or (manager.cls is not None and manager.node is manager.cls.node):
            return
        if not self.interp.can(manager, "up", "connected", "escaped", "ended"):
            self._out_of_order("not started", manager, node)

    def proxy_of(self, manager: Obj, kind: str, node: ast.AST) -> Obj:
        """Make a proxy of something that a manager keeps."""
        made = self.interp.make(kind, node, context=manager.context)
        self._manager.keep((manager,), made.ident)
        if self.interp.must(manager, "ended"):
            self.interp.move(made, add="reported")
        self._proxies = True
        return made

    def manager_of(self, obj: Obj) -> Values:
        """Return the manager that keeps what a proxy or a block stands for; nothing where that is not known."""
        return self._manager.values(obj.ident)

    def keep_manager(self, obj: Obj, manager: Obj) -> None:
        """Note which manager keeps what a proxy or a block stands for."""
        self._manager.keep((manager,), obj.ident)

    def has_proxies(self) -> bool:
        """Return whether any proxy was made so far."""
        return self._proxies

    def managers_of(self, values: Values) -> list[Obj]:
        """Return the managers that values cannot do without."""
        found = []
        for obj in self.interp.objects.reachable(values) if self._proxies else ():
            if obj.kind.startswith("proxy"):
                found += [v for v in self._manager.values(obj.ident) if isinstance(v, Obj)]
        return found

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if obj.kind.startswith("proxy") and (not attribute.startswith("_") or attribute == "__enter__"):
            self.proxy_used(obj, node)
            if obj.kind == "proxy":
                self._through_proxy(obj, node, attribute)

    def proxy_used(self, proxy: Obj, node: ast.AST) -> None:
        """Called for something that asks the server of a proxy."""
        managers = self._manager.values(proxy.ident)
        process = self.interp.world.process
        if process is not None:
            self._asking_managers |= {(process.node, v.node) for v in managers if isinstance(v, Obj)}
        gone = [v for v in managers if isinstance(v, Obj) and self.interp.must(v, "ended")]
        if gone and len(gone) == len(managers) and not self.interp.can(proxy, "reported") and not self.tolerated(_LOST):
            self.interp.emit(
                ProxyUse(self.interp.place(node), problem="after", cause=Place(gone[0].source, gone[0].node))
            )

    def _through_proxy(self, proxy: Obj, node: ast.AST, name: str) -> None:
        """Note an attribute that ``AutoProxy`` does not have: it offers the public methods, and nothing else."""
        referents = self._referent.values(proxy.ident)
        cls = referents[0] if len(referents) == 1 else None
        if not isinstance(cls, Class) or not isinstance(node, ast.Attribute) or isinstance(node.ctx, ast.Store):
            return
        _, outside, complete = self.interp.objects.lineage(cls)
        found = self.interp.objects.class_attribute(cls, name)
        if (
            not complete
            or not set(outside) <= api.HARMLESS_BASES
            or self.interp.store.get((proxy.ident, name)) is not None
        ):
            return
        properties = [v for v in found or () if isinstance(v, Function) and "property" in v.kinds]
        if (found is None and name in _set_by_init(cls)) or (found and len(properties) == len(found)):
            if not self.tolerated(_REFUSED):
                self.interp.emit(
                    ProxyUse(
                        self.interp.place(node), problem="attribute", words=name, cause=Place(cls.source, cls.node)
                    )
                )

    # -- the end --------------------------------------------------------------------------------------------------

    def before_call_expression(self, node: ast.Call) -> None:
        if last_name(node.func) not in _QUICK:
            self._calls_that_wait += 1

    def around_run_process(
        self, proceed: Callable[..., None], obj: Obj, node: ast.AST, methods: frozenset[str]
    ) -> None:
        managers = self.managers_of((obj, *self.interp.given.values(obj, "target")))
        if managers:
            self._managers.keep(tuple(dict.fromkeys(managers)), obj.ident)
            running = self._with_proxies.found() or (obj,)
            self._with_proxies.keep(union(running, (obj,)))
            self._started_with_proxies[obj.ident] = self.interp.place(node)
        proceed(obj, node, methods)
        if managers:
            self._waits.set(self._calls_that_wait, obj.ident)

    def _manager_ends(self, manager: Obj) -> None:
        """Note processes that were just started with proxies of a manager that ends."""
        if self.ask.leaving() == "raise":
            return
        for process in self._with_proxies.values():
            if not isinstance(process, Obj) or manager not in (self._managers.values(process.ident)):
                continue
            if self._waits.found(process.ident) != (const(self._calls_that_wait),):
                continue
            if (process.node, manager.node) not in self._asking_managers:
                continue
            if self.interp.must(process, "started") and not self.interp.can(process, "joined", "ended", "escaped"):
                cause = Place(manager.source, manager.node)
                place = self._started_with_proxies[process.ident]
                self.interp.emit(ProxyUse(place, problem="running", cause=cause))

    def on_returned(self, values: Values, node: ast.Return) -> None:
        if self._proxies and node.value is not None and self.managers_of(values):
            self._proxies_returned.setdefault(self.interp.frame.ident, []).append(node.value)

    def on_ended(self, frame: Frame, region: Region, result: Values) -> None:
        nodes = self._proxies_returned.pop(frame.ident, [])
        branches = region.ends.get("return", [])
        for proxy in self.interp.objects.reachable(result) if nodes and branches else ():
            for manager in self._manager.values(proxy.ident) if proxy.kind.startswith("proxy") else ():
                if isinstance(manager, Obj) and all(_ended(self.interp.states_in(path, manager)) for path in branches):
                    self.interp.move(proxy, add="reported")
                    cause = Place(manager.source, manager.node)
                    self.interp.emit(ProxyUse(Place(frame.source, nodes[0]), problem="returned", cause=cause))


def _ended(states: Values | None) -> bool:
    found = states_of(states or ())
    return bool(found) and all("ended" in state for state in found)


def _set_by_init(cls: Class) -> set[str]:
    """Return the attributes that the ``__init__`` of a class sets to plain data: what can be called is offered."""
    names = set()
    for node in walk(cls.node):
        if isinstance(node, ast.FunctionDef) and node.name == "__init__" and node.args.args:
            me = node.args.args[0].arg
            for inner in walk(node):
                if isinstance(inner, ast.Assign) and isinstance(inner.value, _DATA):
                    names |= {
                        target.attr
                        for target in inner.targets
                        if isinstance(target, ast.Attribute) and getattr(target.value, "id", "") == me
                    }
    return names


_DATA = (ast.Constant, ast.List, ast.Dict, ast.Set, ast.Tuple, ast.JoinedStr, ast.BinOp, ast.ListComp, ast.DictComp)


def _names_in(values: Values) -> list[frozenset[str]]:
    """Return the sets of names that are alternatives of each other."""
    return [v.value for v in values if isinstance(v, Const) and isinstance(v.value, frozenset)]
