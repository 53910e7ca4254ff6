"""What every import of the program does again: effects, names that are different each time, seeds."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.events import ChildRead, Circumstance, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.states import STATE
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import argument_for, last_name, walk
from flake8_mp.facts.values import (
    NOTHING,
    UNBOUND,
    Class,
    Const,
    Context,
    Frame,
    Function,
    Method,
    Obj,
    Partial,
    Reference,
    Value,
    constant_of,
    function_of,
    states_of,
)
from flake8_mp.rule import ALL_METHODS, FORK, NOT_FORK

_RANDOM = re.compile(r"(random|numpy\.random)\.([a-z]\w*)")
_NO_DRAWS = frozenset({"seed", "getstate", "setstate", "get_state", "set_state", "default_rng"})
_SEEDS = frozenset({"seed", "setstate", "set_state"})
_SAME = re.compile(
    r"os\.path\.\w+|os\.fspath|os\.getcwd|os\.getenv|os\.environ(?:\.get)?|tempfile\.gettempdir|(?:pathlib\.)?Path|str"
    r"|\w+\.(?:format|joinpath|with_suffix|resolve|absolute|parent)"
)
"""Functions whose result depends on their arguments, or on nothing that differs between a program's processes."""
_EXISTS = frozenset({"FileExistsError", "OSError", "Exception", "BaseException", ""})
"""What code is ready for that expects that something is there already."""
_DEEPEST = 4
_VARYING = ("rand", "uuid", "secrets", "tempfile")
"""Words that are in the names of all functions that give another value each time."""


class ImportsAgain(Model):
    """Follows what each import of the program does again.

    Owns: effects of an import, random state, modes of files.
    Emits: :class:`ChildRead`, :class:`Circumstance`.
    """

    _folder = Slot[bool]("whether the program has changed to a folder that it names in full")
    _mode = Slot[str]("by the file, the mode in which it was opened")
    _removed = Slot[bool]("whether anything was removed")
    _first_drawn = Slot[Place]("by the module, where a random number was drawn first")
    _seed = Slot[tuple[bool | None, Place, bool]](
        "by the module, whether it was seeded with a constant, where, and whether an initializer has done it"
    )

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._at_import: dict[Circumstance, Place | None] = {}
        """What every child that imports this file does again, and where, if it is not there but in what is called."""
        self._importers: frozenset[str] = frozenset()
        """The start methods of the children that import this file."""
        self._emptied: dict[Circumstance, Obj] = {}
        """The files that an import opens in order to write them anew."""
        self._filled: set[ast.AST] = set()
        """Where the files are opened that the program itself writes to, which its children do not on their import."""
        self._by_workers: dict[ast.AST, Place] = {}
        """By where a file is opened, where several workers write to it under the name that it has in the module."""
        self._placed: set[ast.AST] = set()
        """Where the files are opened in which somebody chooses where to write."""
        self._drawn: set[tuple[Place | None, str]] = set()

    # -- effects ----------------------------------------------------------------------------------------------------

    def done_on_import(self, problem: str, node: ast.AST, words: str = "") -> None:
        """Note something that an import does: it matters if children import this file."""
        world = self.interp.world
        if (
            world.kind == "import"
            and not world.uncertain
            and not world.tests
            and not self.interp.source.is_never_imported
        ):
            there = self.interp.place(node)
            # What has to be moved is what the module itself does: the first call, whatever that leads to.
            place = next((each for each in (*world.trace, there) if each.source is self.interp.source), None)
            if place is not None:
                event = Circumstance(place, NOT_FORK, problem=problem, words=words)
                self._at_import.setdefault(event, there if there != place else None)

    def effect_changes_folder(self, call: LibraryCall) -> None:
        path = constant_of(call.bound["path"][1]) if "path" in call.bound else None
        if isinstance(path, str) and not path.startswith("/") and path.strip("./"):
            if self._folder.found() is None:
                self.done_on_import("chdir", call.node)
        else:
            self._folder.set(True)

    def effect_makes_folder(self, call: LibraryCall) -> None:
        ready = self.interp.flow.handles(_EXISTS)
        path = constant_of(call.bound["path" if call.name == "mkdir" else "name"][1]) if call.bound else None
        if not ready and isinstance(path, str) and "exist_ok" not in call.bound and not call.arguments.more:
            if self._removed.found() is None:
                self.done_on_import("mkdir", call.node)

    def effect_removes(self, call: LibraryCall) -> None:
        self._removed.set(True)

    def effect_open_file(self, call: LibraryCall) -> None:
        obj = call.obj
        mode = constant_of(call.bound["mode"][1]) if "mode" in call.bound else "r"
        if obj is not None and isinstance(mode, str):
            self._mode.set(mode, obj.ident)
            function = getattr(call.node, "func", None)
            path = call.bound["file"][0] if "file" in call.bound else getattr(function, "value", None)
            if path is not None and self.same_everywhere(path):
                self.interp.move(obj, add="one path")
                ready = self.interp.flow.handles(_EXISTS)
                if "x" in mode and not ready and self._removed.found() is None:
                    self.done_on_import("create", call.node)
                if "w" in mode:
                    before = len(self._at_import)
                    self.done_on_import("truncate", call.node)
                    if len(self._at_import) > before:
                        self._emptied[next(reversed(self._at_import))] = obj

    def effect_write_file(self, call: LibraryCall) -> None:
        obj = call.obj
        mode = self._mode.get(obj.ident) if obj is not None else None
        if obj is not None and isinstance(mode, str) and "a" in mode and self.interp.must(obj, "one path"):
            self.done_on_import("append", call.node)
        if obj is not None:
            self._fills(obj)
            self._worker_writes(obj, getattr(getattr(call.node, "func", None), "value", None))

    @only_with("print")
    def before_call_plain(self, name: str, arguments: Arguments) -> None:
        for value in arguments.kwargs["file"][1] if name == "print" and "file" in arguments.kwargs else ():
            if isinstance(value, Obj) and value.kind == "file":
                self._fills(value)
                self._worker_writes(value, arguments.kwargs["file"][0])

    @only_with("seek")
    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        # Code that goes to the end first writes over nothing.
        if attribute == "seek" and obj.kind == "file":
            self._placed.add(obj.node)

    def _worker_writes(self, file: Obj, node: ast.AST | None) -> None:
        """Note that one of several workers writes to a file that it has by importing its module."""
        base, module = self.interp.worker.parent, self.interp.frame.module
        if self.interp.world.kind != "child" or base is None or not isinstance(node, ast.Name) or not self.several():
            return
        if self.interp.worker.names & {node.id, "*"} or not self.interp.exists_in(base, file):
            return
        if self.interp.store.get((module.ident, node.id)) == (file,):
            self._by_workers.setdefault(file.node, self.interp.place(node))

    def _fills(self, file: Obj) -> None:
        """Note that the program writes to a file: not what each import of it writes again."""
        if self.interp.world.kind == "main" and (self.interp.frame.parent is not None or self.interp.world.tests):
            self._filled.add(file.node)

    def file_mode(self, obj: Obj) -> str | None:
        """Return the mode in which a file was opened, None where that is not known."""
        return self._mode.get(obj.ident)

    def on_settings_unknown(self) -> None:
        for module in ("random", "numpy.random"):
            self._seed.keep(NOTHING, of=module)

    def same_everywhere(self, node: ast.AST, depth: int = 0) -> bool:
        """Return whether an expression is the same in all processes of a program: constants, and what joins them."""
        if depth > _DEEPEST:
            return False
        if isinstance(node, ast.Constant):
            return True
        if isinstance(node, ast.Name):
            return node.id == "__file__" or self._same_name(node, depth)
        if isinstance(node, (ast.Attribute, ast.Subscript)):
            return ast.unparse(node).startswith(("os.environ", "sys.argv")) or self.same_everywhere(node.value, depth)
        if isinstance(node, ast.BinOp):
            return self.same_everywhere(node.left, depth) and self.same_everywhere(node.right, depth)
        if isinstance(node, ast.JoinedStr):
            return all(self.same_everywhere(part, depth) for part in node.values)
        if isinstance(node, ast.FormattedValue):
            return self.same_everywhere(node.value, depth)
        if isinstance(node, ast.Call):
            known = _SAME.fullmatch(ast.unparse(node.func)) is not None
            return known and not node.keywords and all(self.same_everywhere(a, depth) for a in node.args)
        return False

    def _same_name(self, node: ast.Name, depth: int) -> bool:
        frame: Frame | None = self.interp.frame
        while frame is not None and frame.parent is not None:
            local = self.interp.store.get((frame.ident, node.id))
            if local is not None:
                known = len(local) == 1 and isinstance(local[0], Const)
                return known or (frame is self.interp.frame and self._is_given_to_all(node.id))
            frame = frame.parent
        if self.interp.frame.source is not self.interp.source:
            return False
        bound = self.interp.source.bindings.get(node.id) or []
        return len(bound) == 1 and isinstance(bound[0], ast.Assign) and self.same_everywhere(bound[0].value, depth + 1)

    def _is_given_to_all(self, name: str) -> bool:
        """Return whether a variable of a running function is an argument of the initializer that runs."""
        active, trace = self.interp.active, self.interp.world.trace
        if not self.ask.in_initializer() or not active or len(trace) < len(active):
            return False
        for depth in range(len(active) - 1, -1, -1):
            function = active[depth]
            parameters = {node.arg for node in walk(function.node.args) if isinstance(node, ast.arg)}
            stored = any(
                isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load)
                for node in walk(function.node)
            )
            if name not in parameters or stored or isinstance(function.node, ast.Lambda):
                return False
            if depth:
                call = trace[depth - len(active)].node
                argument = argument_for(call, function.node, function.owner is not None, name)
                if not isinstance(argument, ast.Name):
                    return False
                name = argument.id
        return True

    def before_started(self, what: str, node: ast.AST, context: Context) -> None:
        if self.interp.world.kind == "main":
            self._importers |= self.ask.breaking(NOT_FORK, context)

    def before_as_child(
        self,
        value: Function | Method | Partial | Obj,
        arguments: Arguments,
        methods: frozenset[str],
        node: ast.AST,
        pickles_results: bool,
        pool: Obj | None,
        started: Obj | None,
    ) -> None:
        function = function_of(value)
        if function is not None and function.source is self.interp.source and self.interp.world.kind == "library":
            self._importers |= methods & NOT_FORK

    def was_seeded(self, module: str) -> bool:
        """Return whether a module's random numbers were seeded on this path."""
        return self._seed.found(of=module) is not None

    # -- random numbers ---------------------------------------------------------------------------------------------

    @only_with(*_VARYING, "seed", "Seed", "SEED")
    def before_call_reference(self, callee: Reference, arguments: Arguments) -> None:
        name = callee.name
        found = _RANDOM.fullmatch(name)
        if found is not None:
            self._random(found[1], found[2], arguments)
        elif "seed" in name.lower():
            self._seeded("random", arguments, None)
            self._seeded("numpy.random", arguments, None)

    def _seeded(self, module: str, arguments: Arguments, constant: bool | None) -> None:
        self._seed.set((constant, self.interp.place(arguments.node), self.ask.in_initializer()), of=module)

    def _random(self, module: str, function: str, arguments: Arguments) -> None:
        if function in _SEEDS:
            first = arguments.args[0][1] if arguments.args else ()
            constant = function == "seed" and len(first) == 1 and isinstance(first[0], Const)
            self._seeded(module, arguments, constant and constant_of(first) is not None)
        if self.interp.world.kind == "child":
            if function not in _NO_DRAWS:
                self._draws(module, arguments)
        elif function != "default_rng" and self._first_drawn.found(of=module) is None:
            self._first_drawn.set(self.interp.place(arguments.node), of=module)

    def _draws(self, module: str, arguments: Arguments) -> None:
        base, after = self.interp.worker.parent, self.interp.imported_store
        pool = self.interp.world.pool
        if pool is not None and self.interp.has_been(pool, "seeded"):
            return
        seed, drawn = self._seed.key(of=module), self._first_drawn.key(of=module)
        if base is None or after is None or self.interp.source.is_never_imported or not self.several():
            return
        if (self.interp.world.handed, module) in self._drawn:
            return
        methods: frozenset[str] = frozenset()
        known = constant_of(after.get(seed) or ())
        if self.interp.store.get(seed) is not base.get(seed):
            known = constant_of(self.interp.store.get(seed) or ())
            if known is None or not known[0] or not known[2]:
                return
            methods = ALL_METHODS
        elif known is not None and known[0] and base.get(seed) == after.get(seed):
            methods = NOT_FORK
        if (
            module == "numpy.random"
            and methods != ALL_METHODS
            and not self.interp.worker.reseeds
            and isinstance(constant_of(base.get(drawn) or ()), Place)
        ):
            # The functions of `random` are seeded again in each forked child, those of NumPy are not.
            at_import = any(value is not UNBOUND for value in after.get(drawn) or ())
            methods |= FORK | {"forkserver"} if at_import else FORK
        methods = self.interp.world.possible(methods)
        if methods and self.interp.world.handed is not None:
            self._drawn.add((self.interp.world.handed, module))
            node = getattr(arguments.node, "func", arguments.node)
            place, handed, elsewhere = self.interp.place(node), self.interp.world.handed, None
            if place.source is not self.interp.source:
                place, elsewhere = handed, place
            name = self.interp.frame.source.segment(node)
            bound = known[1] if known is not None else constant_of(base.get(drawn) or ())
            event = ChildRead(place, methods, problem="random", name=name, bound=bound, handed=handed)
            self.interp.emit(replace(event, elsewhere=elsewhere))

    def several(self) -> bool:
        """Return whether several workers do what this one does."""
        pool = self.interp.world.pool
        if pool is None or not isinstance(pool.node, ast.Call):
            return self.interp.worker.several
        count = [*pool.node.args[:1], *(k.value for k in pool.node.keywords if k.arg in ("processes", "max_workers"))]
        return not (count and isinstance(count[0], ast.Constant) and count[0].value == 1)

    @only_with("seed")
    def before_call(self, callee: Value, arguments: Arguments) -> None:
        if not isinstance(callee, (Reference, Function, Class)):
            function = getattr(arguments.node, "func", None)
            if "seed" in last_name(function):
                self._seeded("random", arguments, None)
                self._seeded("numpy.random", arguments, None)

    def on_finish(self) -> None:
        for event, there in self._at_import.items():
            problem, cause = event.problem, there
            if event in self._emptied:
                file = self._emptied[event]
                written = self._by_workers.get(file.node) if file.node not in self._placed else None
                if not self._stays_open(file) or (written is None and file.node not in self._filled):
                    continue
                if written is not None:
                    problem, cause = "each empties", written
            methods = self._importers if self._importers == ALL_METHODS else event.methods & self._importers
            if methods:
                self.interp.emit(replace(event, methods=methods, problem=problem, cause=cause))

    def _stays_open(self, file: Obj) -> bool:
        """Return whether a file that each import empties is one that can still be written to afterwards."""
        after = self.interp.imported_store
        states = states_of(after.get((file.ident, STATE)) or ()) if after is not None else []
        return bool(states) and all("closed" not in state for state in states)
