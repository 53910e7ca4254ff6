"""Keywords that an API does not have, and sizes of chunks that are no whole numbers."""

from __future__ import annotations

import ast
from difflib import get_close_matches

from flake8_mp.facts.arguments import Arguments, Bound
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
SINCE = {
    ("ProcessPoolExecutor", "max_tasks_per_child"): (3, 11),
    ("SharedMemory", "track"): (3, 13),
    ("executor.map", "buffersize"): (3, 14),
    ("set_forkserver_preload", "on_error"): (3, 15),
}
"""By the API and its keyword, the first Python that takes it: "New in version" and "Changed in version" in the
documentation of multiprocessing, multiprocessing.shared_memory and concurrent.futures."""
_KNOWS_VERSIONS = ("version_info", "hexversion", "python_version", "signature")
"""Words of files that ask which Python runs them, or what it takes."""
_ERRORS = frozenset({"TypeError", "ValueError"})
_ALIKE = 0.75
"""How alike two keywords are, as ``difflib`` measures it, where one is a typing error for the other."""


class Keywords(Model):
    """Looks for keywords that the libraries refuse, or hang with.

    Problems of :class:`Shape` events: ``keyword`` (whose ``called`` is the API), ``newer keyword``, ``quotient``.

    Owns: keywords of calls.
    Emits: :class:`Shape`.
    """

    def before_call_row(
        self, name: str, row: api.Row, arguments: Arguments, receiver: Obj | None, context: Context
    ) -> None:
        if self.interp.unsure or context.dill or self.interp.ready_for(_ERRORS):
            return
        self._look_for_newer(name, arguments)
        bound = arguments.bind(row)
        if _is_complete(name, row, receiver):
            for keyword, (node, _) in arguments.kwargs.items():
                if keyword not in row.names and keyword not in ALSO:
                    meant = self._meant(name, keyword, row, bound)
                    place, words = self.interp.place(node), f"{keyword}="
                    self.interp.emit(Shape(place, problem="keyword", words=words, called=name, meant=meant))
        size = bound.get("chunksize")
        if size is not None and name.startswith(("Pool.", "executor.")) and self._is_quotient(size[0]):
            words = f"chunksize={self.interp.frame.source.segment(size[0], 20)}"
            self.interp.emit(Shape(self.interp.place(size[0]), problem="quotient", words=words))

    def _meant(self, name: str, keyword: str, row: api.Row, bound: Bound) -> str:
        """Return the parameter that a wrong keyword stands for: by what it is called elsewhere, else by its letters."""
        free = [each for each in row.names if each not in bound and self._has(name, each)]
        if (meant := _MEANT.get(keyword, "")) in free:
            return meant
        return next(iter(get_close_matches(keyword, free, 1, _ALIKE)), "")

    def _has(self, name: str, keyword: str) -> bool:
        """Return whether each Python that the program must run on has a keyword; so it is where none is named."""
        target = self.interp.settings.target_version
        return target is None or target >= SINCE.get((name, keyword), target)

    def _look_for_newer(self, name: str, arguments: Arguments) -> None:
        """Look for keywords that the oldest Python does not have, in code that does not ask which Python it is."""
        for keyword, (node, _) in arguments.kwargs.items():
            if self._has(name, keyword) or any(word in self.interp.source.code for word in _KNOWS_VERSIONS):
                continue
            if not any(map(_is_choice, self.interp.syntax.nodes_around(node))):
                place, words, version = self.interp.place(node), f"{keyword}=", SINCE[name, keyword]
                self.interp.emit(Shape(place, problem="newer keyword", words=words, called=name, version=version))

    def _is_quotient(self, node: ast.AST) -> bool:
        """Return whether an expression divides with ``/``, or is a name that is bound to nothing else."""
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


def _is_choice(node: ast.AST) -> bool:
    """Return whether a node decides what is run, and not by an entry guard: it may know which Python runs it."""
    if isinstance(node, (ast.If, ast.IfExp)):
        return not any(isinstance(inner, ast.Name) and inner.id == "__name__" for inner in ast.walk(node.test))
    return isinstance(node, (ast.Match, ast.While, ast.BoolOp))


def _is_complete(name: str, row: api.Row, receiver: Obj | None) -> bool:
    """Return whether a row names all parameters of what is called."""
    if receiver is not None:
        return receiver.kind == "Pool" or name == "executor.map"
    return row is api.CONTEXT.get(name) or any(row is api.FUNCTIONS[complete] for complete in COMPLETE)
