"""PyTorch's workers: those of a ``DataLoader``, and ``torch.multiprocessing.spawn``.

A loader with ``num_workers`` starts as many processes whenever it is iterated over
(``torch/utils/data/dataloader.py``): the data set, ``collate_fn`` and ``worker_init_fn`` go along as arguments of a
``Process``, so fork copies and the others pickle them; the sampler stays. Each worker is given a seed of its own for
``random``, ``torch`` and, since PyTorch 1.9, ``numpy.random`` (``torch/utils/data/_utils/worker.py``), but no generator
that it has a copy of. ``torch/multiprocessing/spawn.py`` starts by spawn unless it is set otherwise, and seeds nothing.
"""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall, is_given
from flake8_mp.facts.events import ChildRead, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import (
    DEFAULT,
    NOTHING,
    STABLE,
    UNBOUND,
    Const,
    Context,
    Function,
    Method,
    Obj,
    Values,
    constant_of,
)
from flake8_mp.rule import ALL_METHODS

_IS_PICKLED = ("dataset", "collate_fn", "worker_init_fn")
_DRAWS_NOTHING = frozenset({"seed", "bit_generator", "spawn", "setstate", "getstate", "set_state", "get_state"})


class PyTorch(Model):
    """Follows loaders and processes of PyTorch.

    Owns: the kind ``DataLoader``.
    Emits: :class:`ChildRead`.
    """

    _listens_for = ("DataLoader",)

    _context = Slot[object]("by the loader, the context of its workers")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._loader_loop: ast.AST | None = None
        """What the loop that begins goes over."""
        self._loader_dataset: Obj | None = None
        """The data set whose worker is running, where nothing gives each worker numbers of its own."""

    # -- loaders --------------------------------------------------------------------------------------------------

    def effect_loader(self, call: LibraryCall) -> None:
        obj = call.obj
        assert obj is not None
        workers = self._loader_workers(call.bound)
        given = self._torch_context(call.bound, "multiprocessing_context", DEFAULT)
        self._context.keep((given,) if workers else (UNBOUND,), obj.ident)
        for parameter in _IS_PICKLED:
            if parameter in call.bound:
                node, values = call.bound[parameter]
                self.interp.given.note(obj, parameter, node, values)
                if workers:
                    self.ask.value_sent(values, api.Send("value", api.INHERITED), node, "DataLoader", given)
        if workers < 2 or "worker_init_fn" in call.bound or "get_worker_info" in self.interp.source.code:
            self.interp.move(obj, add="own numbers")

    def _loader_workers(self, bound: Bound) -> int:
        """Return how many workers a loader has, as far as it is known; as many as there are processors count as two."""
        if "num_workers" not in bound:
            return 0
        node, values = bound["num_workers"]
        if "cpu_count" in self.interp.frame.source.segment(node):
            return 2
        counts = [v.value for v in values if isinstance(v, Const)]
        numbers = [count for count in counts if isinstance(count, int)]
        return min(numbers, default=0) if len(numbers) == len(counts) else 0

    def _torch_context(self, bound: Bound, name: str, default: Context) -> Context:
        """Return the context that an argument asks for: a context, or the name of a start method."""
        if not is_given(bound, name):
            return default
        values = bound[name][1]
        if len(values) == 1 and isinstance(values[0], Context):
            return values[0]
        text = constant_of(values)
        return Context(text if text in ALL_METHODS else "?")

    def before_for_statement(self, node: ast.For | ast.AsyncFor) -> None:
        self._loader_loop = node.iter

    def before_comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        self._loader_loop = node.generators[0].iter

    def before_elements(self, values: Values) -> None:
        node, self._loader_loop = self._loader_loop, None
        for value in values:
            if isinstance(value, Obj) and value.kind == "DataLoader":
                self._loader_begins(value, node)

    def answer_call_plain(self, name: str, arguments: Arguments) -> Values | None:
        first = arguments.args[0][1] if arguments.args else ()
        if any(isinstance(v, Obj) and v.kind == "DataLoader" for v in first):
            if name.partition(".")[0] == "tqdm":
                return first
            if name in ("iter", "enumerate", "list", "zip", "next"):
                for value in first:
                    if isinstance(value, Obj) and value.kind == "DataLoader":
                        self._loader_begins(value, arguments.node)
                return NOTHING
        return None

    def _loader_begins(self, loader: Obj, node: ast.AST | None) -> None:
        """Start the workers of a loader that is iterated over."""
        found = self._context.values(loader.ident)
        if node is None and loader.source is self.interp.frame.source:
            node = loader.node
        if len(found) != 1 or not isinstance(found[0], Context) or node is None:
            return
        methods = self.ask.started("the workers of a `DataLoader`", node, found[0])
        parts = [self.interp.given.values(loader, name) for name in _IS_PICKLED]
        if not all(self.ask.arrives(values, api.INHERITED, methods) for values in parts):
            return
        dataset, *functions = parts
        for values in functions:
            self._loader_runs(loader, values, node, methods)
        for value in dataset:
            if isinstance(value, Obj) and value.cls is not None:
                outer, self._loader_dataset = (
                    self._loader_dataset,
                    None if self.interp.can(loader, "own numbers") else value,
                )
                try:
                    for name in ("__iter__", "__getitem__"):
                        members = self.interp.objects.class_attribute(value.cls, name) or ()
                        methods_of = tuple(Method(value, name, f) for f in members if isinstance(f, Function))
                        self._loader_runs(loader, methods_of, node, methods)
                finally:
                    self._loader_dataset = outer

    def _loader_runs(self, loader: Obj, functions: Values, node: ast.AST, methods: frozenset[str]) -> None:
        if functions:
            found = self._context.values(loader.ident)
            context = found[0] if found and isinstance(found[0], Context) else DEFAULT
            pool = self.interp.make("torch pool", loader.node, context=context)
            self.interp.move(pool, add="seeded")
            if self.interp.can(loader, "own numbers"):
                self.interp.move(pool, add="own numbers")
            self.ask.run_child(functions, Arguments(node, more=True), methods, node, False, pool=pool)

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        dataset = self._loader_dataset
        if dataset is None or obj.kind not in ("numpy generator", "random.Random") or attribute in _DRAWS_NOTHING:
            return
        names = [
            n for n in self.interp.attributes(dataset.ident) if self.interp.store.get((dataset.ident, n)) == (obj,)
        ]
        base = self.interp.worker.parent
        if names and base is not None and base.get((dataset.ident, names[0])) == (obj,):
            if isinstance(node, ast.Attribute) and self.interp.frame.source is self.interp.source:
                self.interp.emit(
                    ChildRead(
                        self.interp.place(node),
                        ALL_METHODS,
                        problem="random",
                        name=self.interp.frame.source.segment(node.value),
                        bound=Place(obj.source, obj.node),
                        handed=self.interp.world.handed,
                    )
                )

    # -- processes ------------------------------------------------------------------------------------------------

    def effect_spawn(self, call: LibraryCall) -> None:
        assert call.obj is not None
        given = self._torch_context(call.bound, "start_method", Context("spawn"))
        if "fn" not in call.bound:
            return
        part, function = call.bound["fn"]
        worker = Arguments(call.node, [(call.node, (STABLE,))], more=call.arguments.more)
        self.ask.started("PyTorch processes", call.node, given)
        self.ask.value_sent(
            function, api.Send("function", api.INHERITED), part, f"torch.multiprocessing.{call.name}", given
        )
        if "args" in call.bound:
            node, values = call.bound["args"]
            for inner, each in self.ask.spread(values, "args", node):
                self.ask.value_sent(
                    each, api.Send("value", api.INHERITED), inner, f"torch.multiprocessing.{call.name}", given
                )
                self.ask.check_context(each, inner, given)
                worker.args.append((inner, each))
            worker.more = worker.more or not all(
                isinstance(v, Obj) and self.interp.containers.items(v) is not None for v in values
            )
        if self.ask.obstacle(function, api.INHERITED) is None:
            pool = self.interp.make("torch pool", call.node, context=given)
            self.ask.run_child(function, worker, self.ask.methods(given), part, False, pool=pool)
        for values in worker.all():
            self.interp.objects.escape(values)
