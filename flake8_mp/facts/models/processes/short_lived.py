"""What keeps a lock, a queue or an event alive until the child that gets it has opened it.

``Process.start()`` drops what the process was made with (``Lib/multiprocessing/process.py``), and the semaphore of a
primitive is unlinked with its last reference (``Lib/multiprocessing/synchronize.py``).
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import LibraryCall
from flake8_mp.facts.events import Place, ShortLived
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library.kinds import KINDS, SEMAPHORES
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.models.subjects import PRIMITIVES
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.states import State
from flake8_mp.facts.store import Changes
from flake8_mp.facts.values import Const, Frame, Function, Method, Obj, Value, Values, const, words_of
from flake8_mp.rule import NOT_FORK

_HELD: tuple[State, ...] = ("escaped", "kept")
"""The states of a primitive that something else may refer to."""
_OVER: tuple[State, ...] = ("joined", "ended", "escaped")
"""The states of a process that may have opened what it was given."""


class ShortLivedPrimitives(Model):
    """Follows who refers to a primitive until the child that gets it has opened it.

    Owns: the references to locks, queues and their like.
    Emits: :class:`ShortLived`.
    """

    _when = Slot[int]("by the primitive, how many calls there were when it was handed over")
    _to = Slot[object]("by the primitive, the process that it was handed to")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._local_primitives: dict[int, list[Obj]] = {}
        """By the frame that handed them to a process, locks, queues and their like."""
        self._ended: set[int] = set()
        """The frames of the calls that have ended: what only their variables refer to is gone."""
        given = self.interp.given.names("target", "args", "kwargs")
        self._dropped = {self._to.key()[1], self.interp.calls.returned_name, *given}
        """The parts of the store's keys under which nothing stays when a process has been started, or a call ended."""

    @only_with(*PRIMITIVES)
    def before_ended(self, frame: Frame, region: Region, result: Values) -> None:
        if frame.parent is not None:
            self._ended.add(frame.ident)
        if frame.ident in self._local_primitives:
            self._forgotten(frame, region, self.interp.objects.reachable(result))

    @only_with(*PRIMITIVES)
    def around_bind_name(self, proceed: Callable[..., None], name: str, values: Values, node: ast.AST) -> None:
        before = self.interp.store.get((self.interp.frame.ident, name)) or ()
        proceed(name, values, node)
        for obj in before:
            if isinstance(obj, Obj) and len(before) == 1 and obj not in values and self._orphaned(obj):
                self._report(obj, self.interp.place(node))

    def _orphaned(self, obj: Obj) -> bool:
        """Return whether a name was the last reference to a primitive that a child is opening."""
        if obj.kind not in SEMAPHORES or obj in self.interp.many or self._to.found(obj.ident) is None:
            return False
        everything = self.interp.store.items()
        passing = {self._to.key()[1], *self.interp.given.names("args", "kwargs")}
        dropped = {part for part, _ in self.interp.given.expressions.values()}
        for (ident, name), values in everything.items():
            if obj in values and name not in passing:
                holder = self.interp.made_objects.get(ident)
                if holder is None or holder.node not in dropped:
                    return False
        return self._left_running(obj, everything)

    def after_check_process(self, obj: Obj, node: ast.AST) -> None:
        methods = self.ask.breaking(NOT_FORK, obj.context)
        for name in ("args", "kwargs", "target"):
            if methods and (obj.ident, name) in self.interp.given.expressions:
                part, frame = self.interp.given.expressions[(obj.ident, name)]
                self._short_lived(obj, name, part, frame, methods)

    def around_effect_start_process(self, proceed: Callable[[LibraryCall], None], call: LibraryCall) -> None:
        obj = call.obj
        assert obj is not None
        proceed(call)
        if any(region.expects for region in self.interp.regions):
            return
        for given in ("args", "kwargs"):
            for primitive in self.interp.objects.reachable(self.interp.given.values(obj, given)):
                if primitive.kind in SEMAPHORES and primitive.cls is None:
                    self.interp.move(primitive, add="handed")
                    self._to.keep((obj,), primitive.ident)
                    self._when.set(self.interp.call_count, primitive.ident)
                    self._local_primitives.setdefault(self.interp.frame.ident, []).append(primitive)
        # Process.start() drops what the process was made with.
        for given in ("args", "kwargs", "target"):
            if self.interp.given.found(obj, given) is not None and obj not in self.interp.many:
                self.interp.given.drop(obj, given)

    def _forgotten(self, frame: Frame, region: Region, returned: list[Obj]) -> None:
        """Note primitives that die with a function while the child that it has started is opening them."""
        for obj in self._local_primitives.pop(frame.ident, []):
            if obj in returned or obj.frame is not frame or frame.parent is None:
                continue
            ends = region.finished
            if not ends or not all(self._left_running(obj, path) for path in ends):
                continue
            if self._is_kept(obj) or (frame.function is not None and self.interp.objects.is_generator(frame.function)):
                continue
            self._report(obj, Place(obj.source, obj.node))

    def _report(self, obj: Obj, place: Place) -> None:
        process = self._to.values(obj.ident)
        methods = [self.ask.breaking(NOT_FORK, p.context) for p in process if isinstance(p, Obj)]
        if methods and methods[0]:
            self.interp.emit(ShortLived(place, methods[0], words=KINDS[obj.kind].words, local=True))

    def _left_running(self, obj: Obj, path: Changes) -> bool:
        """Return whether, at the end of a path, only a child that is not waited for has a primitive."""
        mine = self.interp.states_in(path, obj)
        if not mine or any(
            not words_of(v).isdisjoint(_HELD) or "handed" not in words_of(v) for v in mine if isinstance(v, Const)
        ):
            return False
        # Whatever is called in between may take long enough for the child, or wait for it.
        if path.get(self._when.key(obj.ident)) != (const(self.interp.call_count),):
            return False
        for process in path.get(self._to.key(obj.ident)) or ():
            if not isinstance(process, Obj):
                return False
            states = self.interp.states_in(path, process)
            if not states or any(not words_of(v).isdisjoint(_OVER) for v in states if isinstance(v, Const)):
                return False
        return True

    def _short_lived(self, process: Obj, name: str, part: ast.AST, frame: Frame, methods: frozenset[str]) -> None:
        """Note primitives that nothing but an argument refers to, or the object of a bound method made in place."""
        made = _made_in_place(part, target=name == "target")
        given = self.interp.objects.reachable(self.interp.given.values(process, name)) if made else ()
        reached = {
            inner: obj
            for obj in given
            if obj.node in made and obj.cls is not None and obj not in self.interp.many
            for inner in (self.interp.objects.reachable((obj,)) if name == "target" else self._held_by(obj))
        }
        for one in given:
            if one.kind not in SEMAPHORES or one.cls is not None or self.interp.can(one, "escaped"):
                continue
            words = KINDS[one.kind].words
            if one.node in made:
                if name != "target" or not self._is_kept(one):
                    self.interp.emit(ShortLived(Place(frame.source, one.node), methods, words=words))
            elif one in reached and not self._is_kept(one):
                holder = reached[one]
                name_of_class = holder.cls.name if holder.cls is not None else ""
                place = Place(frame.source, holder.node)
                self.interp.emit(ShortLived(place, methods, words=words, holder=name_of_class))

    def _held_by(self, holder: Obj) -> list[Obj]:
        """Return the objects that are for certain attributes of one, or of its attributes."""
        found, todo = [], [holder]
        while todo:
            owner = todo.pop()
            for attribute in self.interp.attributes(owner.ident):
                values = self.interp.store.get((owner.ident, attribute)) or ()
                one = values[0] if len(values) == 1 else None
                if isinstance(one, Obj) and one not in found:
                    found.append(one)
                    todo.append(one)
        return found

    def _is_kept(self, obj: Obj) -> bool:
        """Return whether an object is referred to by what is not itself dropped: a variable, a class, an attribute."""
        everything = self.interp.store.items()
        # What a function that still exists has access to outlives the call that made it.
        closures = {
            v.frame.ident
            for key, values in everything.items()
            for v in values
            if isinstance(v, Function) and key[0] not in self._ended
        }
        gone = self._ended - closures
        seen, todo = {obj}, [obj]
        while todo:
            one = todo.pop()
            for (ident, name), values in everything.items():
                if self._is_dropped(ident, name) or not any(_refers(value, one) for value in values):
                    continue
                holder = self.interp.made_objects.get(ident)
                if ident not in gone and (holder is None or self._lasts(holder)):
                    return True
                if holder is not None and holder not in seen:
                    seen.add(holder)
                    todo.append(holder)
        return False

    def _is_dropped(self, ident: int, name: str) -> bool:
        """Return whether a reference ends with the start of a process, or with a call."""
        holder = self.interp.made_objects.get(ident)
        return name in self._dropped and (holder is None or holder.kind not in _THREADS)

    def _lasts(self, holder: Obj) -> bool:
        """Return whether an object lives on by itself: other code may have it, or it is a thread that runs."""
        return self.interp.can(holder, "escaped") or (holder.kind in _THREADS and self.interp.can(holder, "started"))


_THREADS = frozenset({"Thread", "Timer"})


def _refers(value: Value, obj: Obj) -> bool:
    """Return whether a value is an object, or a bound method of it."""
    return value is obj or (isinstance(value, Method) and value.receiver is obj)


def _made_in_place(part: ast.AST, target: bool) -> list[ast.AST]:
    """Return the calls in an argument whose results nothing else refers to."""
    if target:
        return [part.value] if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Call) else []
    found: list[ast.AST] = []
    todo = [part]
    while todo:
        node = todo.pop()
        if isinstance(node, (ast.Tuple, ast.List)):
            todo += node.elts
        elif isinstance(node, ast.Dict):
            todo += node.values
        elif isinstance(node, ast.Call):
            found.append(node)
    return found
