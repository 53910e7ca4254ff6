"""joblib: its multiprocessing backend is a Pool, and all the others do without what that needs.

loky pickles with cloudpickle and starts its processes in a way of its own, so that it takes lambdas and needs no guard;
threads need neither. ``backend="multiprocessing"`` is a ``multiprocessing.Pool`` with its pickle
(``joblib/_parallel_backends.py``, ``joblib/pool.py``); one job is done by the process itself, without any of them.
"""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall, is_given
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import (
    DEFAULT,
    NOTHING,
    UNBOUND,
    Const,
    Context,
    Obj,
    Reference,
    Value,
    Values,
    const,
    is_none,
)


class Joblib(Model):
    """Follows tasks of joblib.

    Owns: the kinds ``joblib.Parallel`` and ``joblib.delayed``.
    """

    _backend = Slot[tuple[Values, Values]]("the backend and the jobs that ``parallel_config`` has set")
    _context = Slot[object]("by the Parallel, the context of its pool")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._joblib_tasks: dict[int, tuple[tuple[ast.AST, Values], Arguments]] = {}
        """By the task, its function and its arguments with their expressions."""
        self._joblib_backends: dict[int, Values] = {}
        """By the context manager that set another, the backend of before."""

    def answer_call(self, callee: Value, arguments: Arguments) -> Values | None:
        row = api.method_row(callee.kind, "__call__") if isinstance(callee, Obj) and callee.cls is None else None
        if row is not None and isinstance(callee, Obj):
            return self.interp.hooks.call_api_method(callee, "__call__", row, arguments)
        return None

    def effect_mongo_client(self, call: LibraryCall) -> Values | None:
        # Code that says when it connects takes forks into account.
        return NOTHING if "connect" in call.arguments.kwargs else None

    def effect_process_map(self, call: LibraryCall) -> Values:
        # tqdm/contrib/concurrent.py: the ``map`` of an executor that it makes and shuts down; it gives a list.
        self.interp.effects["map"](call)
        return NOTHING

    def effect_parallel_backend(self, call: LibraryCall) -> None:
        assert call.obj is not None
        before = self._joblib_backends[call.obj.ident] = self._backend.values()
        constants = [v.value for v in before if isinstance(v, Const) and isinstance(v.value, tuple)]
        backend, jobs = constants[0] if len(constants) == 1 and len(before) == 1 else (NOTHING if before else (), ())
        if is_given(call.bound, "backend"):
            backend = call.bound["backend"][1]
        if "n_jobs" in call.bound or call.name == "parallel_backend":
            jobs = call.bound["n_jobs"][1] if "n_jobs" in call.bound else (const(-1),)
        self._backend.set((backend, jobs))

    def effect_restore_backend(self, call: LibraryCall) -> Values:
        assert call.obj is not None
        self._backend.keep(self._joblib_backends.get(call.obj.ident) or (UNBOUND,))
        return NOTHING

    def effect_parallel(self, call: LibraryCall) -> None:
        assert call.obj is not None
        backend, jobs = self._joblib_given(call.bound)
        needs = call.bound.get("require")
        plain = needs is None or all(is_none(v) for v in needs[1])
        found = self._joblib_context(backend) if plain and _many(jobs) and not call.arguments.more else None
        self._context.keep((found,) if found is not None else (UNBOUND,), call.obj.ident)

    def _joblib_given(self, bound: Bound) -> tuple[Values, Values]:
        """Return the backend and the number of jobs that a Parallel works with."""
        backend: Values = ()
        jobs: Values = ()
        around = self._backend.values()
        if around and around != (UNBOUND,):
            constants = [v.value for v in around if isinstance(v, Const) and isinstance(v.value, tuple)]
            backend, jobs = constants[0] if len(constants) == len(around) == 1 else (NOTHING, NOTHING)
        if is_given(bound, "backend"):
            backend = bound["backend"][1]
        if is_given(bound, "n_jobs"):
            jobs = bound["n_jobs"][1]
        return backend, jobs

    def _joblib_context(self, backend: Values) -> Context | None:
        """Return the context whose Pool does the work, or None where that is another backend or not known."""
        if len(backend) != 1:
            return None
        value = backend[0]
        if isinstance(value, Const) and value.value == "multiprocessing":
            return DEFAULT
        if isinstance(value, Reference) and value.name == "multiprocessing":
            return value.context
        return value if isinstance(value, Context) and not value.dill else None

    def _joblib_pool(self, parallel: Obj) -> Obj | None:
        """Return what stands for the Pool of a Parallel, or None where it has none."""
        found = self._context.values(parallel.ident)
        if len(found) != 1 or not isinstance(found[0], Context) or self.interp.can(parallel, "escaped"):
            return None
        return self.interp.make("joblib pool", parallel.node, context=found[0], parent=parallel)

    def effect_enter_parallel(self, call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        pool = self._joblib_pool(obj)
        if pool is not None:
            self.ask.started("joblib.Parallel", call.node, pool.context)
            self.interp.move(obj, add="entered")
        return (obj,)

    def effect_delayed(self, call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        if len(call.arguments.args) != 1:
            return NOTHING
        self.interp.given.note(obj, "function", *call.arguments.args[0])
        return (obj,)

    def effect_call_delayed(self, call: LibraryCall) -> Values:
        """``delayed(f)(x)`` is the tuple ``(f, (x,), {})``."""
        obj = call.obj
        assert obj is not None
        function = self.interp.given.found(obj, "function") or NOTHING
        args = self.interp.containers.container("tuple", call.node, [v for _, v in call.arguments.args], tag="args")
        kwargs = self.interp.containers.container(
            "list", call.node, [v for _, v in call.arguments.kwargs.values()], tag="kwargs"
        )
        task = self.interp.containers.container("tuple", call.node, [function, (args,), (kwargs,)])
        node, _ = self.interp.given.expressions[(obj.ident, "function")]
        self._joblib_tasks[task.ident] = ((node, function), call.arguments)
        return (task,)

    def effect_call_parallel(self, call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        tasks = self.interp.containers.elements(call.bound["iterable"][1]) if "iterable" in call.bound else NOTHING
        pool = self._joblib_pool(obj)
        if pool is None:
            self.interp.objects.escape(tasks)
            return NOTHING
        if not self.interp.must(obj, "entered"):
            self.ask.started("joblib.Parallel", call.node, pool.context)
        for task in tasks:
            if isinstance(task, Obj) and task.ident in self._joblib_tasks:
                self._joblib_task(pool, *self._joblib_tasks[task.ident])
            else:
                self.interp.objects.escape((task,))
        return NOTHING

    def _joblib_task(self, pool: Obj, function: tuple[ast.AST, Values], given: Arguments) -> None:
        send = api.Send("value", api.PICKLED)
        sent = [function, *given.args, *given.kwargs.values()]
        for node, values in sent:
            self.ask.value_sent(values, send, node, "joblib.Parallel", pool.context)
        methods = self.ask.methods(pool.context)
        if all(self.ask.arrives(values, api.PICKLED, methods) for _, values in sent):
            self.ask.run_child(function[1], given, methods, function[0], pickles_results=True, pool=pool)


def _many(jobs: Values) -> bool:
    """Return whether a number of jobs means several processes: one job is done without any."""
    return bool(jobs) and not any(is_none(v) or (isinstance(v, Const) and v.value in (0, 1)) for v in jobs)
