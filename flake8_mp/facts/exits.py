"""How processes end: killed with their parent, in the middle of their work, or unheard."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.events import Place, Start
from flake8_mp.facts.files import Files
from flake8_mp.facts.machine import Region
from flake8_mp.facts.source import Source
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import (
    NOTHING,
    Class,
    Context,
    Frame,
    Function,
    Method,
    Obj,
    Partial,
    Reference,
    Value,
    Values,
    const,
    constant_of,
)
from flake8_mp.rule import ALL_METHODS
from flake8_mp.settings import Settings

_NO_WAIT = frozenset({"print", "Process", "getpid", "len", "range", "info", "debug", "getLogger", "current_process"})
"""What a program may call on its way out without waiting for anybody."""
_NEVER_IDLE = frozenset({"start", "daemon", "pid", "name"})


class Exits(Files):
    """Follows how processes end."""

    def __init__(self, source: Source, settings: Settings) -> None:
        super().__init__(source, settings)
        self._daemons: dict[Obj, Place] = {}
        """The daemons that the program starts, and where."""
        self._cleans: set[int] = set()
        """The processes whose worker cleans up behind itself."""
        self._fails: set[int] = set()
        """The processes whose worker fails, on every way."""
        self._joined: dict[Obj, Place] = {}
        """The processes that are joined, and where."""
        self._asked_how: set[Obj] = set()
        """The processes that are asked how they ended."""
        self._asks_for_name = False
        """Whether an import asks if it is that of the main process by the process's name."""

    # -- daemons ----------------------------------------------------------------------------------------------------

    def run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        if self.world.kind == "main" and self._dies_with_parent(obj):
            self._daemons[obj] = self.place(node)
            self.store.set((obj.ident, "#waited"), (const(False),))
        super().run_process(obj, node, methods)

    def _dies_with_parent(self, obj: Obj) -> bool:
        set_later = constant_of(self.store.get((obj.ident, "daemon")) or ())
        keywords = obj.node.keywords if isinstance(obj.node, ast.Call) and obj.cls is None else []
        given = [k.value.value for k in keywords if k.arg == "daemon" and isinstance(k.value, ast.Constant)]
        return set_later is True or (set_later is None and given == [True])

    def call(self, callee: Value, arguments: Arguments) -> Values:
        if self._daemons and self.world.kind == "main" and not self._goes_on(callee):
            self._takes_time()
        return super().call(callee, arguments)

    def _goes_on(self, callee: Value) -> bool:
        if isinstance(callee, (Function, Class, Partial)):
            return True
        if isinstance(callee, Method):
            if callee.function is not None:
                return True
            receiver = callee.receiver
            if isinstance(receiver, Obj) and receiver.kind == "Process":
                return callee.name in _NEVER_IDLE
            return isinstance(receiver, Obj) and receiver.kind in ("Logger", "list", "dict")
        return isinstance(callee, Reference) and callee.name.rpartition(".")[2] in _NO_WAIT

    def call_function(self, function: Function, arguments: Arguments, receiver: Value | None = None) -> Values:
        if self._daemons and self.world.kind == "main" and not self.follow(function):
            self._takes_time()
        return super().call_function(function, arguments, receiver)

    def _while(self, node: ast.While) -> bool:
        self._takes_time()
        return super()._while(node)

    def _for(self, node: ast.For | ast.AsyncFor) -> bool:
        if self._daemons and self.world.kind == "main" and isinstance(node.iter, (ast.Name, ast.Attribute)):
            values = self.eval(node.iter)
            if any(not isinstance(v, Obj) or v.kind not in ("list", "tuple", "dict", "set") for v in values):
                self._takes_time()
        return super()._for(node)

    def _takes_time(self) -> None:
        """Note that the program does something that may take its time: its daemons work meanwhile."""
        for obj in self._daemons:
            self.store.set((obj.ident, "#waited"), (const(True),))

    def ended(self, frame: Frame, region: Region, result: Values) -> None:
        for obj, place in self._daemons.items() if frame.parent is None and self.world.kind == "main" else ():
            hurried = constant_of(self.store.get((obj.ident, "#waited")) or ()) is False
            done = self.can(obj, "joined") or self.can(obj, "escaped") or self.can(obj, "ended")
            if hurried and self.must(obj, "started") and not done:
                self.circumstance("daemon", place.node, ALL_METHODS, at=place)
        # Whoever gets a process may ask it.
        if self._fails:
            self._asked_how.update(obj for obj in self._reach(result) if obj.kind == "Process")
        super().ended(frame, region, result)

    # -- what is not written yet ------------------------------------------------------------------------------------

    def call_plain(self, name: str, arguments: Arguments) -> Values:
        if name == "print" and "file" not in arguments.kwargs and not arguments.more:
            flushes = "flush" in arguments.kwargs and self.truth(arguments.kwargs["flush"][1]) is not False
            self.store.set((0, "#unwritten"), (const(not flushes),))
        return super().call_plain(name, arguments)

    def effect_writes_out(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> None:
        self.store.set((0, "#unwritten"), (const(name != "flush"),))

    def effect_fork(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        unwritten = constant_of(self.store.get((0, "#unwritten")) or ())
        self.store.set((0, "#inherited"), (const(unwritten is True),))
        return super().effect_fork(name, arguments, bound, obj, context)

    def effect_exit(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        base, key = self.child_base, (0, "#unwritten")
        if name == "_exit" and self.world.process is not None and base is not None:
            written = self.store.get(key)
            if written is not base.get(key) and constant_of(written or ()) is True:
                self.circumstance("unwritten", arguments.node, ALL_METHODS, words="os._exit")
        return super().effect_exit(name, arguments, bound, obj, context)

    def cleaned_up_twice(self) -> bool:
        return super().cleaned_up_twice() or constant_of(self.store.get((0, "#inherited")) or ()) is True

    # -- the name of the main process as a guard ----------------------------------------------------------------------

    def special_attribute(self, obj: Obj, name: str, node: ast.AST) -> Values | None:
        if obj.kind == "CurrentProcess" and name == "name":
            return (self.make("name of a process", node),)
        return super().special_attribute(obj, name, node)

    def _compared(self, left: Values, operator: ast.AST, right: Values) -> Values:
        named = any(isinstance(v, Obj) and v.kind == "name of a process" for v in left)
        if named and constant_of(right) == "MainProcess" and self.world.kind == "import":
            # Lib/multiprocessing/forkserver.py: the server, which imports the program since 3.14, bears that name.
            self._asks_for_name = isinstance(operator, ast.Eq)
            return NOTHING
        return NOTHING if named else super()._compared(left, operator, right)

    def started(self, what: str, node: ast.AST, context: Context) -> frozenset[str]:
        world = self.world
        methods = self.breaking(frozenset({"forkserver"}), context)
        if (
            self._asks_for_name
            and world.kind == "import"
            and world.uncertain == 1
            and len(world.tests) == 1
            and methods
        ):
            test = world.tests[0]
            if "MainProcess" in ast.unparse(test.node) and self.frame.source is self.source:
                self.emit(Start(self.place(node), methods, what, (), test))
        return super().started(what, node, context)

    # -- cleanup ----------------------------------------------------------------------------------------------------

    def child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        super().child_ran(region, result, node)
        process = self.world.process
        if process is None:
            return
        fails = region.ends.get("raise") and not region.ends.get("normal") and not region.ends.get("return")
        arguments = [values for _, values in self._process_arguments(process, node).args]
        if fails and not any(isinstance(constant_of(values), bool) for values in arguments):
            # A switch among the arguments may be there to make it fail.
            self._fails.add(process.ident)
        for value in self.store.get((process.ident, "#target")) or ():
            function = value.function if isinstance(value, Method) else value
            if isinstance(function, Function) and _cleans_up(function.node):
                self._cleans.add(process.ident)

    def effect_end(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> None:
        if obj is not None and obj.kind == "Process" and name.rpartition(".")[2] in ("terminate", "kill"):
            asked = self.can(obj, "joined") or self.can(obj, "escaped") or self.world.kind == "child"
            if obj.ident in self._cleans and not asked and self.must(obj, "started"):
                self.circumstance("cleanup", arguments.node, ALL_METHODS, words=name.rpartition(".")[2])
        super().effect_end(name, arguments, bound, obj, context)

    # -- failures ---------------------------------------------------------------------------------------------------

    def touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        super().touch(obj, node, attribute)
        if obj.kind == "Process" and attribute in ("exitcode", "is_alive", "sentinel", "_popen"):
            self._asked_how.update(one for one in self.objects.values() if one.node is obj.node)

    def effect_join(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> None:
        if obj is not None and obj.kind == "Process" and self.must(obj, "started") and not self.can(obj, "escaped"):
            self._joined.setdefault(obj, self.place(arguments.node))
            if self.can(obj, "kept"):
                self._asked_how.add(obj)
        super().effect_join(name, arguments, bound, obj, context)

    def finish(self) -> None:
        super().finish()
        for obj, place in self._joined.items():
            if obj.ident in self._fails and obj not in self._asked_how:
                self.circumstance("failure", place.node, ALL_METHODS, at=place)


def _cleans_up(node: ast.AST) -> bool:
    """Tell whether a worker has something to do when it ends, and no handler of SIGTERM that lets it."""
    found = False
    for inner in walk(node):
        if isinstance(inner, ast.Try) and inner.finalbody:
            found = True
        name = getattr(inner, "attr", "") if isinstance(inner, ast.Attribute) else ""
        if name == "signal":
            return False
        found = found or (name == "register" and isinstance(inner, ast.Attribute) and _is_atexit(inner))
    return found


def _is_atexit(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "atexit"
