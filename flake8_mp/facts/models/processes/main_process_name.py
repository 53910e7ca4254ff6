"""The name of the main process, which programs take for an entry guard."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.events import Start
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.values import NOTHING, Context, Obj, Values, constant_of


class MainProcessName(Model):
    """Looks for imports that ask by the name of their process whether they are that of the main process.

    Owns: names of processes.
    Emits: :class:`Start`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._asks_for_name = False
        """Whether an import asks if it is that of the main process by the process's name."""

    @only_with("current_process")
    def answer_special_attribute(self, obj: Obj, name: str, node: ast.AST) -> Values | None:
        if obj.kind == "CurrentProcess" and name == "name":
            return (self.interp.make("name of a process", node),)
        return None

    @only_with("current_process")
    def around_compared(self, proceed: Callable[..., Values], left: Values, operator: ast.AST, right: Values) -> Values:
        named = any(isinstance(v, Obj) and v.kind == "name of a process" for v in left)
        if named and constant_of(right) == "MainProcess" and self.interp.world.kind == "import":
            # Lib/multiprocessing/forkserver.py: the server, which imports the program since 3.14, bears that name.
            self._asks_for_name = isinstance(operator, ast.Eq)
            return NOTHING
        return NOTHING if named else proceed(left, operator, right)

    def before_started(self, what: str, node: ast.AST, context: Context) -> None:
        world = self.interp.world
        methods = self.ask.breaking(frozenset({"forkserver"}), context)
        if (
            self._asks_for_name
            and world.kind == "import"
            and world.uncertain == 1
            and len(world.tests) == 1
            and methods
        ):
            test = world.tests[0]
            if "MainProcess" in ast.unparse(test.node) and self.interp.frame.source is self.interp.source:
                self.interp.emit(Start(self.interp.place(node), methods, what, (), test))
