"""Blocks of shared memory that end too early, arrays on them that are copied, and lists that cannot grow.

It encodes ``Lib/multiprocessing/shared_memory.py`` (names, sizes, what a ShareableList can hold and for how long a
text it has room) and ``Lib/multiprocessing/sharedctypes.py``.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall
from flake8_mp.facts.events import Memory, Obstacle, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import ANY_EXCEPTION, Region
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.store import Changes
from flake8_mp.facts.values import Class, Context, Obj, Reference, Value, Values, const, constant_of
from flake8_mp.rule import ALL_METHODS, NOT_FORK

_LISTS = frozenset({"ShareableList", "managed ShareableList"})
_ARRAYS = frozenset({"Array", "RawArray"})
_MANAGED = frozenset({"managed SharedMemory", "managed ShareableList"})
_NOT_OF_LISTS = frozenset({"append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse", "copy"})
_POINTERS = frozenset({"ctypes.c_char_p", "ctypes.c_wchar_p", "ctypes.py_object"})
_STRUCTURES = frozenset({"ctypes.Structure", "ctypes.Union"})
_IN_PLACE = frozenset({"fill", "sort", "put", "itemset", "partition", "setfield"})
"""Methods of an array that write into it."""
_ALIGNMENT = 8
"""A ShareableList gives each text room up to the next multiple of it."""
_LARGEST = 2**63
_LONGEST = 1024
"""Texts and powers that are written as a product are worked out up to here."""
_FAILURES = {
    "no method": frozenset({"AttributeError"}),
    "slice": frozenset({"TypeError"}),
    "kind": frozenset({"KeyError", "LookupError"}),
    "number": frozenset({"error", "struct.error"}),
    "room": frozenset({"ValueError"}),
    "place": frozenset({"IndexError", "LookupError"}),
}


class Blocks(Model):
    """Follows copies and elements of shared memory, and who unlinks it.

    Owns: elements of ``ShareableList``, pointers in ctypes.
    Emits: :class:`Memory`.
    """

    _gone = Slot[bool]("by the block, whether a worker has unlinked it")
    _rooms = Slot[tuple[int, ...]]("by the list, how many bytes its elements have room for")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._unlinked_at: dict[Obj, Place] = {}
        """By the block, where a worker unlinks it."""
        self._unlinked_now: list[Obj] = []
        """The blocks that the worker which ran last has unlinked, on every path."""
        self._gone_in_child: dict[Obj, int] = {}
        """By the block, the worker that unlinks it on every path."""
        self._written_copies: list[tuple[Obj, Place]] = []

    # -- how blocks are made --------------------------------------------------------------------------------------

    def around_effect_shared_memory(self, proceed: Callable[[LibraryCall], Values], call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        result = proceed(call)
        if obj.kind == "ShareableList":
            self._note_elements(obj, call.bound)
        named = call.bound["name"][1] if "name" in call.bound else ()
        managed = [v.parent for v in named if isinstance(v, Obj) and v.parent is not None and v.parent.kind in _MANAGED]
        managers = [m for block in managed for m in self.ask.manager_of(block)]
        if managers and len(managed) == len(named) and not self.interp.can(obj, "owner"):
            if all(
                isinstance(m, Obj) and self.interp.must(m, "ended") and not self.interp.can(m, "escaped")
                for m in managers
            ):
                self.ask.memory("manager ended", obj, call.node)
        return result

    def effect_managed_block(self, call: LibraryCall) -> Values:
        assert call.obj is not None
        made = self.interp.make(f"managed {call.name.rpartition('.')[2]}", call.node, context=call.context)
        self.ask.keep_manager(made, call.obj)
        if made.kind in _LISTS:
            self._note_elements(made, call.bound)
        return (made,)

    def around_effect_unlink(self, proceed: Callable[[LibraryCall], Values], call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        result = proceed(call)
        if self.interp.world.kind == "child":
            targets = (obj, *self.ask.origins_of(obj))
            for target in targets:
                if isinstance(target, Obj):
                    self._gone.set(True, target.ident)
                    self._unlinked_at[target] = self.interp.place(call.node)
        elif obj in self._gone_in_child and not self.ask.still_runs(self._gone_in_child[obj]):
            if not any(loop not in self.ask.running_loops() for loop in self.ask.loops_around(obj)):
                self.ask.memory("unlinked by both", obj, call.node)
        return result

    def on_failed(self, changes: Changes) -> None:
        # What failed is the unlinking, since the block was gone already, or something behind it.
        for block in self.interp.objects_of_kind("SharedMemory"):
            if const(True) in (changes.get(self._gone.key(block.ident)) or ()):
                self._gone.set(True, block.ident)

    def on_child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        ends = region.finished
        for block in list(self.interp.objects_of_kind("SharedMemory")) if ends else []:
            if all(path.get(self._gone.key(block.ident)) == (const(True),) for path in ends):
                self._gone_in_child[block] = self.ask.runner()
                if block in self._unlinked_at:
                    self._unlinked_now.append(block)
        returned = self.interp.objects.reachable(result)
        for view, place in self._written_copies:
            if view not in returned and not self.interp.can(view, "escaped"):
                methods = self.interp.world.possible(NOT_FORK) if self.interp.world.pool is None else ALL_METHODS
                if methods:
                    name = "Array" if view.parent is not None and view.parent.kind in _ARRAYS else "SharedMemory"
                    self.interp.emit(Memory(place, methods, problem="copied", name=name, made=self.interp.world.handed))
        self._written_copies = []

    def after_run_child(
        self,
        functions: Values,
        arguments: Arguments,
        methods: frozenset[str],
        node: ast.AST,
        pickles_results: bool,
        pool: Obj | None = None,
        started: Obj | None = None,
    ) -> None:
        if self.interp.world.kind not in ("main", "library"):
            return
        now, self._unlinked_now = self._unlinked_now, []
        _, most = self.ask.factor()
        for block in now if most is None or most > 1 else ():
            inside = self.ask.loops_around(block)
            if not any(loop in self.ask.running_loops() for loop in inside) and self.interp.has_been(block, "owner"):
                made = Place(block.source, block.node)
                self.interp.emit(
                    Memory(self._unlinked_at[block], ALL_METHODS, problem="unlinked by several", made=made),
                    self.interp.place(node),
                )

    # -- arrays on blocks -----------------------------------------------------------------------------------------

    def refine_effect_view(self, result: Values | None, call: LibraryCall) -> Values | None:
        if call.name in ("frombuffer", "asarray", "as_array"):
            self._are_arrays(result)
        return result

    def _are_arrays(self, values: Values | None) -> None:
        for value in values or ():
            if isinstance(value, Obj) and value.kind == "memoryview":
                self.interp.move(value, add="array")

    def refine_item(self, result: Values, obj: Obj, index: Values, node: ast.Subscript) -> Values:
        if obj.kind == "memoryview" and self.interp.has_been(obj, "array"):
            self._are_arrays(result)
        if obj.kind in _LISTS and isinstance(node.slice, ast.Slice):
            self._misused_list("slice", obj, node)
        return result

    def around_obstacle_of(
        self, proceed: Callable[..., Obstacle | None], value: Value, transport: str, seen: tuple[Value, ...]
    ) -> Obstacle | None:
        if isinstance(value, Obj) and value.kind == "memoryview" and self.interp.can(value, "array"):
            # An array is pickled, as a copy.
            return None
        return proceed(value, transport, seen)

    def _is_array(self, obj: Obj) -> bool:
        return obj.kind == "view" or (obj.kind == "memoryview" and self.interp.has_been(obj, "array"))

    def _written(self, obj: Obj, node: ast.AST) -> None:
        """Called for an array that is written into: one that a worker got as an argument is a copy there."""
        if (
            self.interp.world.kind == "child"
            and self._is_array(obj)
            and obj in self.interp.worker.arguments
            and obj.parent is not None
        ):
            self._written_copies.append((obj, self.interp.place(node)))

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if attribute in _IN_PLACE:
            self._written(obj, node)
        if obj.kind in _LISTS and attribute in _NOT_OF_LISTS and isinstance(node, ast.Attribute):
            self._misused_list("no method", obj, node, attribute)

    def before_set_item(self, owners: Values, index: Values, values: Values, node: ast.AST) -> None:
        for owner in owners:
            if isinstance(owner, Obj):
                self._written(owner, node)
                if owner.kind in _LISTS and len(owners) == 1 and not self.ask.is_repeated(owner):
                    self._set_in_list(owner, index, values, node)

    def around_augmented_assign(self, proceed: Callable[..., None], node: ast.AugAssign) -> None:
        before = (
            self.interp.store.get((self.interp.frame.ident, node.target.id)) or ()
            if isinstance(node.target, ast.Name)
            else ()
        )
        proceed(node)
        if before and all(isinstance(v, Obj) and self._is_array(v) for v in before):
            # An array is changed in place, and stays what it is.
            self.interp.binding.bind(node.target, before)
            for value in before:
                if isinstance(value, Obj):
                    self._written(value, node)

    # -- lists ----------------------------------------------------------------------------------------------------

    def _note_elements(self, obj: Obj, bound: Bound) -> None:
        """Note what a ShareableList is made from, and what of it does not come back as it was."""
        node, values = bound.get("sequence", (None, ()))
        one = values[0] if len(values) == 1 else None
        items = self.interp.containers.items(one) if isinstance(one, Obj) and one.kind in ("list", "tuple") else None
        if node is None or items is None or self.ask.is_repeated(obj):
            return
        rooms: list[int] = []
        nodes = node.elts if isinstance(node, (ast.List, ast.Tuple)) and len(node.elts) == len(items) else []
        for number, item in enumerate(items):
            value = constant_of(item, _NO_CONSTANT)
            rooms.append(_room(value) if len(item) == 1 else 0)
            self._check_element(obj, item, nodes[number] if nodes else node)
        self._rooms.set(tuple(rooms), obj.ident)

    def _check_element(self, obj: Obj, item: Values, node: ast.AST) -> bool:
        value = constant_of(item, _NO_CONSTANT)
        if len(item) == 1 and isinstance(item[0], Obj) and item[0].kind in ("list", "tuple", "dict", "set"):
            self._misused_list("kind", obj, node, f"a {item[0].kind}")
        elif isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
            self._misused_list("number", obj, node)
        elif isinstance(value, (str, bytes)) and value and value[-1] in ("\0", 0):
            self._misused_list("nulls", obj, node)
        else:
            return True
        return False

    def _set_in_list(self, obj: Obj, index: Values, values: Values, node: ast.AST) -> None:
        if not self._check_element(obj, values, node):
            return
        rooms = constant_of(self._rooms.values(obj.ident), None)
        place, value = constant_of(index, None), constant_of(values, None)
        if not isinstance(rooms, tuple) or not rooms:
            return
        if type(place) is int and not -len(rooms) <= place < len(rooms):
            self._misused_list("place", obj, node)
        elif isinstance(value, (str, bytes)):
            # Where the position is not known, it must have no room in any of them.
            possible = [rooms[place]] if type(place) is int else list(rooms)
            length = len(value.encode("utf-8", "surrogatepass")) if isinstance(value, str) else len(value)
            if all(0 < room < length for room in possible):
                self._misused_list("room", obj, node, str(max(possible)))

    def _misused_list(self, problem: str, obj: Obj, node: ast.AST, words: str = "") -> None:
        if not self.interp.ready_for(_FAILURES.get(problem, frozenset()) | ANY_EXCEPTION):
            made = Place(obj.source, obj.node)
            self.interp.emit(Memory(self.interp.place(node), problem=f"list: {problem}", name=words, made=made))

    def refine_binop(self, result: Values, node: ast.BinOp) -> Values:
        if isinstance(node.op, (ast.Mult, ast.Pow)) and isinstance(node.right, ast.Constant):
            times = node.right.value
            left = node.left.value if isinstance(node.left, ast.Constant) else None
            if type(times) is int and 0 <= times <= _LONGEST and len(result) == 1:
                if isinstance(node.op, ast.Mult) and isinstance(left, (str, bytes)) and len(left) <= _ALIGNMENT:
                    return (const(left * times),)
                if isinstance(node.op, ast.Pow) and type(left) is int and abs(left) <= _ALIGNMENT:
                    return (const(left**times),)
        return result

    # -- pointers ---------------------------------------------------------------------------------------------------

    def after_effect_ctypes(self, call: LibraryCall) -> None:
        node, values = call.bound.get("typecode_or_type", (None, ()))
        words = self._pointer(node, values, 0) if node is not None and call.obj is not None else ""
        methods = self.ask.breaking(NOT_FORK, call.context if call.context.method != "?" else Context())
        if words and methods and call.obj is not None:
            self.interp.emit(Memory(self.interp.place(call.node), methods, problem="pointer", name=words))

    def _pointer(self, node: ast.AST | None, values: Values, depth: int) -> str:
        """Return what of a ctypes type is a pointer; empty where nothing is, or nothing is known."""
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            return self._pointer(node.left, self.interp.expressions.eval(node.left), depth)
        if isinstance(node, ast.Call) and any(
            isinstance(v, Reference) and v.name == "ctypes.POINTER" for v in self.interp.expressions.eval(node.func)
        ):
            return "POINTER"
        value = values[0] if len(values) == 1 else None
        if isinstance(value, Reference) and value.name in _POINTERS:
            return value.name.rpartition(".")[2]
        if isinstance(value, Class) and depth < 3 and set(self.interp.objects.lineage(value)[1]) & _STRUCTURES:
            fields = self.interp.objects.class_attribute(value, "_fields_") or ()
            for field in self.interp.containers.elements(fields) if len(fields) == 1 else ():
                items = self.interp.containers.items(field) if isinstance(field, Obj) else None
                parts = field.node.elts if isinstance(field, Obj) and isinstance(field.node, ast.Tuple) else []
                if items is not None and len(items) > 1 and len(parts) == len(items):
                    frame, self.interp.frame = self.interp.frame, value.frame or self.interp.frame
                    try:
                        found = self._pointer(parts[1], items[1], depth + 1)
                    finally:
                        self.interp.frame = frame
                    if found:
                        return found
        return ""


_NO_CONSTANT = object()


def _room(value: object) -> int:
    """Return how many bytes of text an element has room for, 0 where that is not known."""
    if isinstance(value, (str, bytes)):
        return _ALIGNMENT * (len(value) // _ALIGNMENT + 1)
    return _ALIGNMENT if isinstance(value, (int, float)) or value is None else 0
