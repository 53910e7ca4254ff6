"""Files that several processes have: logs that each of them rotates or empties, and offsets that they share."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import LibraryCall
from flake8_mp.facts.events import Circumstance, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library.circumstances import CHANGE_HANDLERS
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.models.subjects import LOGGING
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.store import Changes, Store
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import NOTHING, Frame, Function, Obj, Values, alike, constant_of
from flake8_mp.rule import ALL_METHODS, FORK

_MOVES = frozenset({"read", "readline", "readlines", "seek"})
_MEETS = _MOVES | {"tell"}
"""What shows the parent that a child has moved the position. A worker that asks for it wants to know how far the parent
is."""


class Files(Model):
    """Follows files that were opened once and are used in several processes, or opened in each of them.

    Owns: offsets, logs that are rotated.
    Emits: :class:`Circumstance`.
    """

    _rotating = Slot[Place]("by the logger, where it got a handler that rotates its file")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._moved: dict[Obj, Circumstance] = {}
        """By the file, that one child moves its offset: it matters if the parent uses it as well."""
        self._reported: set[tuple[Place | None, Function | None]] = set()
        """The workers that were reported to rotate a log."""

    # -- logs -------------------------------------------------------------------------------------------------------

    def effect_rotating_file(self, call: LibraryCall) -> None:
        limit = constant_of(call.bound["maxBytes"][1], 1) if "maxBytes" in call.bound else 0
        if call.obj is None or "filename" not in call.bound or not (call.name.startswith("Timed") or limit):
            return
        if self.ask.same_everywhere(call.bound["filename"][0]):
            self.interp.move(call.obj, add="one path")
            if self.interp.world.kind == "child" and self.ask.several():
                self.ask.circumstance(
                    "rotates", call.node, ALL_METHODS, words=self._path_shown(call.bound["filename"][0])
                )

    def _path_shown(self, node: ast.AST) -> str:
        return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ast.unparse(node)

    def effect_log_file(self, call: LibraryCall) -> None:
        mode = constant_of(call.bound["mode"][1]) if "mode" in call.bound else None
        if mode == "w" and "filename" in call.bound:
            self._empties(call.bound["filename"][0], call.node)

    def after_effect_configure_logging(self, call: LibraryCall) -> None:
        mode, path = call.arguments.kwargs.get("filemode"), call.arguments.kwargs.get("filename")
        if mode is not None and path is not None and constant_of(mode[1]) == "w":
            self._empties(path[0], call.node)
        for value in call.arguments.kwargs["handlers"][1] if "handlers" in call.arguments.kwargs else ():
            for each in self.interp.containers.elements((value,)):
                self._rotates_for("", each, call.node)

    def _empties(self, path: ast.AST, node: ast.AST) -> None:
        if not self.ask.same_everywhere(path):
            return
        if self.interp.world.kind == "child" and self.ask.several():
            self.ask.circumstance("empties", node, ALL_METHODS, words=self._path_shown(path))
        self.ask.done_on_import("truncate", node)

    def after_effect_add_handler(self, call: LibraryCall) -> None:
        for value in call.bound["hdlr"][1] if "hdlr" in call.bound and len(call.bound["hdlr"][1]) == 1 else ():
            self._rotates_for(self.ask.logger_name(call.obj), value, call.node)

    def _rotates_for(self, logger: str, handler: object, node: ast.AST) -> None:
        if isinstance(handler, Obj) and handler.kind == "rotating handler" and self.interp.must(handler, "one path"):
            self._rotating.set(self.interp.place(node), of=logger)

    def around_effect_logs(self, proceed: Callable[[LibraryCall], None], call: LibraryCall) -> None:
        base, after = self.interp.worker.parent, self.interp.imported_store
        level = call.name.rpartition(".")[2]
        if level in ("info", "debug", "getEffectiveLevel"):
            proceed(call)
        if self.interp.world.kind != "child" or base is None or after is None or not self.ask.several():
            return
        logger = self.ask.logger_name(call.obj)
        for each in self.ask.chain(logger):
            key = self._rotating.key(of=each)
            made = self._rotates(base, key)
            if made is None or self.interp.store.get(key) is not base.get(key):
                continue
            if level in ("info", "debug", "getEffectiveLevel") and self.ask.takes(base, logger, level) is not True:
                continue
            methods = ALL_METHODS if self._rotates(after, key) is not None else FORK
            worker = (self.interp.world.handed, self.interp.active[0] if self.interp.active else None)
            if worker not in self._reported:
                self._reported.add(worker)
                self.ask.circumstance("rotates", call.node, methods, words="", cause=made)

    def _rotates(self, store: Store | Changes, key: tuple[int, str]) -> Place | None:
        found = constant_of(store.get(key) or ())
        return found if isinstance(found, Place) else None

    # -- offsets ----------------------------------------------------------------------------------------------------

    @only_with(*LOGGING, "open", "TemporaryFile")
    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if obj.kind == "Logger" and attribute in CHANGE_HANDLERS and self.interp.world.kind == "child":
            self._rotating.keep(NOTHING, of=self.ask.logger_name(obj))
        if obj in self._moved and attribute in _MEETS and self.interp.world.kind in ("main", "library"):
            self.interp.emit(self._moved[obj])

    @only_with(*LOGGING, "open", "TemporaryFile")
    def refine_read_global(self, found: Values, node: ast.Name, frame: Frame, values: Values) -> Values:
        value = values[0] if len(values) == 1 else None
        if (
            self.interp.world.kind == "child"
            and isinstance(value, Obj)
            and value.kind == "file"
            and self.interp.expressions.wanted in _MOVES
        ):
            self._moves(node, node.id, value, (frame.ident, node.id))
        return found

    @only_with("open", "TemporaryFile")
    def before_read_member(self, key: tuple[int, str], node: ast.AST, values: Values) -> None:
        value = values[0] if len(values) == 1 else None
        base = self.interp.worker.parent
        if self.interp.world.kind != "child" or base is None or not isinstance(value, Obj) or value.kind != "file":
            return
        owner = self.interp.made_objects.get(key[0])
        if owner is not None and owner.cls is not None and self.ask.has_custom_pickling(owner.cls):
            # A class that defines what its copies have expects another file in each of them.
            return
        outer = self.interp.syntax.node_around(node)
        moves = isinstance(outer, ast.Attribute) and outer.attr in _MOVES
        if moves and isinstance(node, ast.Attribute) and self.interp.exists_in(base, value):
            self._moves(node, self.interp.frame.source.segment(node), value, key)

    def _moves(self, node: ast.expr, name: str, file: Obj, key: tuple[int, str]) -> None:
        base, after = self.interp.worker.parent, self.interp.imported_store
        mode = self.ask.file_mode(file)
        if base is None or after is None or self.interp.worker.names & {name, "*"} or not isinstance(mode, str):
            return
        if (
            set(mode) & set("wax+")
            or self.interp.can(file, "closed")
            or self._locks_file()
            or self.interp.frame.source is not self.interp.source
        ):
            return
        there = after.get(key) or ()
        at_import = len(there) == 1 and alike(there[0], file)
        several = self.ask.several()
        methods = self.interp.world.possible(FORK | {"forkserver"} if at_import and several else FORK)
        if methods:
            cause = Place(file.source, file.node)
            event = Circumstance(self.interp.place(node), methods, problem="offset", words=name, cause=cause)
            if several:
                self.interp.emit(event)
            else:
                self._moved.setdefault(file, event)

    def _locks_file(self) -> bool:
        """Return whether one of the running functions seems to keep others out while it uses a file."""
        functions = [*self.interp.active, *([self.interp.frame.function] if self.interp.frame.function else [])]
        for node in (node for function in functions for node in walk(function.node)):
            if isinstance(node, (ast.With, ast.AsyncWith)):
                if any(not isinstance(item.context_expr, ast.Call) for item in node.items):
                    return True
            if isinstance(node, ast.Attribute) and node.attr in ("acquire", "get_lock", "lockf", "flock"):
                return True
        return False
