"""Keywords that an API does not have, and sizes of chunks that are no whole numbers."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import Shape
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.values import Context, Obj

COMPLETE = ("concurrent.futures.ProcessPoolExecutor", "multiprocessing.shared_memory.SharedMemory")
"""Rows of classes, beside those of contexts, that name every parameter."""
ALSO = frozenset({"buffersize", "on_error", "ctx"})
"""What newer Pythons take (``Executor.map`` since 3.14, ``set_forkserver_preload`` since 3.15), and what the classes
take that contexts make: ``multiprocessing.queues.Queue`` goes by the name of ``multiprocessing.Queue`` here."""
_MEANT = {
    "kwargs": "kwds",
    "kwds": "kwargs",
    "chunk_size": "chunksize",
    "max_size": "maxsize",
    "max_workers": "processes",
    "num_workers": "processes",
    "workers": "processes",
    "processes": "max_workers",
    "n_processes": "processes",
    "func": "target",
    "function": "target",
    "fn": "target",
    "arg": "args",
    "maxtasksperchild": "max_tasks_per_child",
    "max_tasks_per_child": "maxtasksperchild",
    "context": "mp_context",
}
"""By what people write, what the same thing is called elsewhere."""
_ERRORS = frozenset({"TypeError", "ValueError"})


class Keywords(Model):
    """Looks for keywords that the libraries refuse, or hang with.

    Problems of :class:`Shape` events: ``keyword`` (whose ``detail`` is the API, and what is meant), ``quotient``.

    Owns: keywords of calls.
    Emits: :class:`Shape`.
    """

    def before_call_row(
        self, name: str, row: api.Row, arguments: Arguments, receiver: Obj | None, context: Context
    ) -> None:
        if self.interp.unsure or context.dill or self.interp.ready_for(_ERRORS):
            return
        if _is_complete(name, row, receiver):
            for keyword, (node, _) in arguments.kwargs.items():
                if keyword not in row.names and keyword not in ALSO:
                    meant = _MEANT.get(keyword, "")
                    detail = f"{name} {meant}" if meant in row.names else name
                    self.interp.emit(
                        Shape(self.interp.place(node), problem="keyword", words=f"{keyword}=", detail=detail)
                    )
        size = arguments.bind(row).get("chunksize")
        if size is not None and name.startswith(("Pool.", "executor.")) and self._is_quotient(size[0]):
            words = f"chunksize={self.interp.frame.source.segment(size[0], 20)}"
            self.interp.emit(Shape(self.interp.place(size[0]), problem="quotient", words=words))

    def _is_quotient(self, node: ast.AST) -> bool:
        """Tell whether an expression divides with ``/``, or is a name that is bound to nothing else."""
        if isinstance(node, ast.BinOp):
            return isinstance(node.op, ast.Div)
        function = self.interp.frame.function
        if not isinstance(node, ast.Name) or function is None:
            return False
        bound = [inner for inner in ast.walk(function.node) if isinstance(inner, ast.Name) and inner.id == node.id]
        divided = [
            statement
            for statement in ast.walk(function.node)
            if isinstance(statement, ast.Assign)
            and any(isinstance(target, ast.Name) and target.id == node.id for target in statement.targets)
        ]
        stores = sum(isinstance(name.ctx, ast.Store) for name in bound)
        parameters = function.node.args
        named = [*parameters.posonlyargs, *parameters.args, *parameters.kwonlyargs]
        if len(divided) != 1 or stores != 1 or any(parameter.arg == node.id for parameter in named):
            return False
        return self._is_quotient(divided[0].value) and isinstance(divided[0].value, ast.BinOp)


def _is_complete(name: str, row: api.Row, receiver: Obj | None) -> bool:
    """Tell whether a row names all parameters of what is called."""
    if receiver is not None:
        return receiver.kind == "Pool" or name == "executor.map"
    return row is api.CONTEXT.get(name) or any(row is api.FUNCTIONS[complete] for complete in COMPLETE)
