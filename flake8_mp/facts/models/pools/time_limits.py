"""Tasks that are given up when their time is over, while the end of their executor waits for them.

``Future.cancel()`` returns False for a task that is running, and leaving the ``with`` of an executor is
``shutdown(wait=True)``, which joins the thread that waits for all workers (``Lib/concurrent/futures/process.py``).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.events import Place, PoolUse
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.pools.abandoned import is_abandoned, is_left_behind, only_binding, replaces
from flake8_mp.facts.models.subjects import POOLS
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import last_name, walk
from flake8_mp.facts.values import Obj, Reference, Values, is_none, union

_TIMEOUTS = frozenset(
    {"TimeoutError", "concurrent.futures.TimeoutError", "concurrent.futures._base.TimeoutError", "asyncio.TimeoutError"}
)
_ENDS_TASKS = re.compile(
    r"\b(?:_processes|terminate|terminate_workers|kill|killpg|kill_workers|psutil|SIGKILL|SIGTERM|SIGALRM|alarm|setitimer"
    r"|setrlimit|Event|Value|_exit|func_timeout|wrapt_timeout_decorator)\b"
)
"""What ends tasks otherwise: a signal, a limit of their own, or a flag that they look at."""


class TimeLimits(Model):
    """Looks for tasks that are given up when their time is over, while the end of their executor waits for them.

    Owns: the time limits of results of executors.
    Emits: :class:`PoolUse`.
    """

    _listens_for = POOLS

    _executor = Slot[object]("by the future, the executor that has its task")
    _given_up = Slot[tuple[Place, str]](
        "by the executor, where the result of a task is waited for that is given up then, and the problem"
    )

    def around_call_api_method(
        self, proceed: Callable[..., Values], receiver: Obj, name: str, row: api.Row, arguments: Arguments
    ) -> Values:
        values = proceed(receiver, name, row, arguments)
        if receiver.kind == "ProcessPoolExecutor" and receiver.cls is None and name == "submit":
            for value in values:
                if isinstance(value, Obj):
                    self._executor.keep((receiver,), value.ident)
        return values

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        call = self.interp.syntax.node_around(node)
        if obj.kind == "Future" and attribute == "result" and isinstance(call, ast.Call) and call.func is node:
            limits = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "timeout")]
            if len(limits) == 1:
                self._waits(self._executor.values(obj.ident), call, limits[0])

    def before_call_plain(self, name: str, arguments: Arguments) -> None:
        call = arguments.node
        if name == "concurrent.futures.as_completed" and arguments.args and isinstance(call, ast.Call):
            limits = [*call.args[1:], *(keyword.value for keyword in call.keywords if keyword.arg == "timeout")]
            if len(limits) == 1:
                self._waits(self._executors(*arguments.args[0]), call, limits[0])
        elif name == "concurrent.futures.wait" and arguments.args and isinstance(call, ast.Call):
            limits = [*call.args[1:], *(keyword.value for keyword in call.keywords)]
            if len(limits) == 1 and all(keyword.arg == "timeout" for keyword in call.keywords):
                self._waits(self._executors(*arguments.args[0]), call, limits[0], "given up together")

    def _executors(self, node: ast.AST, given: Values) -> Values:
        """Return the executors of the futures that a call is given."""
        futures = self.interp.containers.elements(given)
        known = [self._executor.values(future.ident) for future in futures if isinstance(future, Obj)]
        if known or not isinstance(node, ast.Name):
            return union(*known) if known else ()
        # The keys of a dict are not known, but where they are submitted.
        made = only_binding(node, self.interp.frame.source.around)
        submit = made.key if isinstance(made, ast.DictComp) else None
        if not isinstance(submit, ast.Call) or not isinstance(submit.func, ast.Attribute):
            return ()
        return self.interp.expressions.eval(submit.func.value) if submit.func.attr == "submit" else ()

    def _waits(self, executors: Values, call: ast.Call, limit: ast.expr, problem: str = "given up") -> None:
        """Note that results are waited for with a time limit, and given up when that is over."""
        executor = executors[0] if len(executors) == 1 else None
        if (
            not isinstance(executor, Obj)
            or executor.kind != "ProcessPoolExecutor"
            or executor.cls
            or self._ends_tasks()
        ):
            return
        plain = isinstance(limit, (ast.Constant, ast.Name, ast.Attribute))
        if plain and any(is_none(value) for value in self.interp.expressions.eval(limit)):
            return
        if problem == "given up":
            given_up = any(self._gives_up(handler, call, executor) for handler in self._awaiting())
        else:
            around = self.interp.frame.source.around
            given_up = is_abandoned(call, lambda outer: _begins(outer, executor), around)
        if given_up:
            self._given_up.set((self.interp.place(call), problem), executor.ident)

    def _ends_tasks(self) -> bool:
        """Return whether anything in sight ends a task, or asks it to end."""
        sources = {self.interp.source, self.interp.frame.source}
        sources.update(frame.source for frame in self.interp.modules.values())
        return any(_ENDS_TASKS.search(source.code) for source in sources)

    def _awaiting(self) -> Iterator[ast.ExceptHandler]:
        """Return the handler of the function that runs which gets a TimeoutError here, if that is what it is for."""
        for region in reversed(self.interp.regions):
            if region.statement is None or region.frame is not self.interp.frame:
                continue
            for handler in region.statement.handlers:
                types = self._types(handler, region)
                if any(isinstance(value, Reference) and value.name in _TIMEOUTS for value in types):
                    yield handler
                    return

    def _types(self, handler: ast.ExceptHandler, region: Region) -> Values:
        types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        return tuple(v for each in types if each is not None for v in self.interp.expressions.eval(each))

    def _gives_up(self, handler: ast.ExceptHandler, call: ast.Call, executor: Obj) -> bool:
        """Return whether a handler cancels the task whose result it waited for, or leaves the block of its executor."""
        asked = ast.dump(getattr(call.func, "value", call))
        for statement in handler.body:
            cancels = statement.value if isinstance(statement, ast.Expr) else None
            if isinstance(cancels, ast.Call) and last_name(cancels.func) == "cancel":
                if isinstance(cancels.func, ast.Attribute) and ast.dump(cancels.func.value) == asked:
                    return True
        around = list(self.interp.syntax.nodes_around(handler))
        if isinstance(handler.body[-1], (ast.Return, ast.Raise)) and any(_begins(outer, executor) for outer in around):
            return True
        tried = around[0]
        if not isinstance(tried, ast.Try):
            return False
        if any(_begins(inner, executor) for inner in walk(*tried.body)):
            return True
        completed = not isinstance(call.func, ast.Attribute) or call.func.attr != "result"
        asked_for = call.args[0] if completed else getattr(call.func, "value", call)
        if not completed and not replaces(handler):
            return False
        return is_left_behind(tried, asked_for, lambda outer: _begins(outer, executor), self.interp.frame.source.around)

    def before_effect_end(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj is None or obj.kind != "ProcessPoolExecutor" or self._given_up.found(obj.ident) is None:
            return
        waits = "wait" not in call.bound or self.interp.conditions.truth(call.bound["wait"][1]) is True
        if waits and not self.interp.can(obj, "escaped"):
            for place, problem in self._given_up.each(obj.ident):
                cause = Place(obj.source, obj.node)
                self.interp.emit(PoolUse(place, problem=problem, cause=cause))
        self._given_up.drop(obj.ident)


def _begins(node: ast.AST, executor: Obj) -> bool:
    """Return whether it is the with statement that an executor was made for."""
    return isinstance(node, ast.With) and executor.node in walk(*(item.context_expr for item in node.items))
