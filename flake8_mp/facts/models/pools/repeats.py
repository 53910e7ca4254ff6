"""What loops do again and again: make pools, and wait for each task before the next is given."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall
from flake8_mp.facts.events import Cost, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.questions.costs import Round
from flake8_mp.facts.tree import COMPREHENSIONS, walk
from flake8_mp.facts.values import UNBOUND, Context, Obj, Reference, Values, constant_of

_POOLS = ("Pool", "ProcessPoolExecutor")


class Repeats(Model):
    """Knows which round of a loop runs, and what loops do again and again.

    Owns: rounds of loops.
    Emits: :class:`Cost`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._looping: list[Round] = []
        self._made_each_round: dict[int, Round] = {}
        """By the pool, the loop that makes one in each round."""

    def cost(self, problem: str, node: ast.AST, words: str = "", cause: Place | None = None, count: int = 0) -> None:
        """Note something that costs more than it has to."""
        if not self.interp.unsure:
            self.interp.emit(Cost(self.interp.place(node), problem=problem, words=words, cause=cause, count=count))

    def rounds_here(self) -> list[Round]:
        """Return the rounds of all loops that are running in the run that goes on here, innermost last."""
        return [round_ for round_ in self._looping if round_.world is self.interp.world]

    def newest_round(self) -> Round | None:
        """Return the innermost round of a loop, of whichever run."""
        return self._looping[-1] if self._looping else None

    # -- where it stands ------------------------------------------------------------------------------------------

    # -- loops ----------------------------------------------------------------------------------------------------

    def around_run_loop(
        self,
        proceed: Callable[..., bool],
        node: ast.AST,
        body: Callable[[], bool],
        orelse: Sequence[ast.stmt],
        certain: bool,
        endless: bool = False,
    ) -> bool:
        def inside() -> bool:
            with_it = len(self._looping)
            self._looping.append(self._round(node))
            try:
                return body()
            finally:
                del self._looping[with_it:]

        return proceed(node, inside, orelse, certain, endless)

    def around_each(
        self, proceed: Callable[..., Values], node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> Values:
        self._looping.append(self._round(node))
        try:
            return proceed(node)
        finally:
            self._looping.pop()

    def _round(self, node: ast.AST) -> Round:
        return Round(node, self.interp.frame, self.interp.world, len(self.interp.world.trace), self.interp.call_count)

    def loop(self) -> Round | None:
        """Return the loop around this that goes over things to its end: no search, no retrying, no server."""
        for round_ in reversed(self._looping):
            if round_.world is not self.interp.world:
                return None
            if isinstance(round_.node, COMPREHENSIONS):
                return round_
            if not isinstance(round_.node, ast.For) or _leaves(round_.node):
                return None
            if (
                self.ask.is_plain(round_.node.iter)
                and self.ask.count(self.interp.expressions.eval(round_.node.iter)) == 1
            ):
                return None
            return round_
        return None

    def in_loop(self, round_: Round, node: ast.AST) -> ast.AST:
        """Return the node in the loop's own code that leads to a node: itself, or the call of the function it is in."""
        path = self.interp.world.trace[round_.depth :]
        return path[0].node if path else node

    def depends(self, round_: Round, node: ast.AST) -> bool:
        """Return whether what a call is made with can differ from round to round."""
        path = self.interp.world.trace[round_.depth :]
        names = _names(node)
        for place in reversed(path):
            function = self._function_around(node)
            if function is None or function.decorator_list:
                # It is not known how often the decorator calls it.
                return True
            names = self._passed_on(function, place.node, names)
            node = place.node
        return bool(names & _bound_in(round_.node))

    def _function_around(self, node: ast.AST) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        over = next(
            (
                n
                for n in self.interp.syntax.nodes_around(node)
                if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
            ),
            None,
        )
        return over if isinstance(over, (ast.FunctionDef, ast.AsyncFunctionDef)) else None

    def _passed_on(self, function: ast.FunctionDef | ast.AsyncFunctionDef, call: ast.AST, names: set[str]) -> set[str]:
        """Return the names at a call on which names in the function depend."""
        mine = {n for statement in function.body for n in _bound_in(statement)}
        parameters = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
        others = {a.arg for a in walk(function.args) if isinstance(a, ast.arg)} - set(parameters)
        found = names - mine - others - set(parameters)
        if names & (mine | others) or not isinstance(call, ast.Call):
            # Any of the arguments may lead there.
            return found | _names(call)
        bound = isinstance(self.interp.syntax.node_around(function), ast.ClassDef)
        for name in names & set(parameters):
            index = parameters.index(name) - bound
            given = [k.value for k in call.keywords if k.arg == name] or call.args[max(index, 0) : index + 1]
            starred = any(isinstance(a, ast.Starred) for a in call.args) or any(k.arg is None for k in call.keywords)
            if starred:
                return found | _names(call)
            if index < 0:
                given = [call.func]
            found |= {n for node in given for n in _names(node)}
        return found

    def feeds_itself(self, round_: Round, node: ast.AST) -> bool:
        """Return whether a round of a loop needs what a call in the round before has given."""
        if isinstance(round_.node, COMPREHENSIONS) or not isinstance(round_.node, (ast.For, ast.While)):
            return False
        call = self.in_loop(round_, node)
        holder: ast.AST = call
        for over in self.interp.syntax.nodes_around(call, round_.node):
            if isinstance(over, ast.stmt):
                holder = over
                break
        tainted = _bound_in(holder)
        for over in self.interp.syntax.nodes_around(call, round_.node):
            if isinstance(over, ast.Call) and isinstance(over.func, ast.Attribute):
                # What is kept in a list is not read before the end, or else it is read below.
                tainted |= _names(over.func.value)
        for _ in range(3):
            for statement in walk(round_.node):
                if isinstance(statement, (ast.Assign, ast.AugAssign, ast.AnnAssign)) and statement.value is not None:
                    if _names(statement.value) & tainted:
                        tainted |= _bound_in(statement)
        return bool(_names(call) & (tainted - _bound_in_target(round_.node)))

    # -- pools ----------------------------------------------------------------------------------------------------

    def on_constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        if obj.kind not in _POOLS or obj.cls is not None:
            return
        self._made_each_round.pop(obj.ident, None)
        round_ = self.loop()
        if round_ is not None and not self.depends(round_, arguments.node) and not self._made_once(arguments.node):
            self._made_each_round[obj.ident] = round_

    def _made_once(self, call: ast.AST) -> bool:
        """Return whether something is made only where it is not there yet: ``if pool is None: pool = Pool()``."""
        targets: set[str] = set()
        for over in self.interp.syntax.nodes_around(call):
            if isinstance(over, ast.Assign):
                targets |= {ast.unparse(target) for target in over.targets}
            elif isinstance(over, (ast.If, ast.IfExp)) and any(t in ast.unparse(over.test) for t in targets):
                return True
            elif isinstance(over, (ast.FunctionDef, ast.AsyncFunctionDef)):
                return False
        return False

    def on_task(
        self,
        obj: Obj,
        function: tuple[ast.AST, Values],
        arguments: Arguments,
        context: Context,
        bound: Bound,
    ) -> None:
        round_ = self._made_each_round.get(obj.ident)
        if round_ is not None and round_ in self._looping and obj.frame is not None:
            frame, self.interp.frame = self.interp.frame, obj.frame
            try:
                self.cost("pool per round", obj.node, words=obj.kind, cause=Place(round_.frame.source, round_.node))
            finally:
                self.interp.frame = frame

    def is_single(self, obj: Obj) -> bool:
        """Return whether a pool has one worker, so that its tasks run one after the other anyway."""
        node = obj.node
        if not isinstance(node, ast.Call):
            return True
        given = [k.value for k in node.keywords if k.arg in ("processes", "max_workers")] or node.args[:1]
        return (
            any(isinstance(g, ast.Constant) and g.value == 1 for g in given)
            or constant_of(self.interp.expressions.eval(given[0]) if given and isinstance(given[0], ast.Name) else ())
            == 1
        )

    # -- one after the other --------------------------------------------------------------------------------------

    def serial(self, obj: Obj, task: ast.AST, node: ast.AST, words: str) -> None:
        """Note that a loop waits for each task before it gives the next one."""
        round_ = self.loop()
        if round_ is None or self._made_each_round.get(obj.ident) == round_ or self.interp.world.kind == "child":
            return
        if not self.feeds_itself(round_, task):
            self.cost("serial", node, words=words, cause=Place(round_.frame.source, round_.node))

    def after_effect_task(self, call: LibraryCall) -> None:
        obj = call.obj
        if call.name == "Pool.apply" and obj is not None and not self._alone(obj):
            self.serial(obj, call.node, call.node, "apply()")

    def _alone(self, pool: Obj) -> bool:
        """Return whether the tasks of a pool are to run one by one: it has one worker, or lives for one round."""
        if self.is_single(pool):
            return True
        round_ = next(reversed(self.rounds_here()), None)
        return round_ is not None and any(over is round_.node for over in self.interp.syntax.nodes_around(pool.node))

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if (obj.kind, attribute) in (("AsyncResult", "get"), ("Future", "result")) and self._looping:
            self._waited_for(obj, node, attribute)

    def _waited_for(self, result: Obj, node: ast.AST, attribute: str) -> None:
        call = self.interp.syntax.node_around(node)
        if not isinstance(call, ast.Call) or call.func is not node or call.args or call.keywords:
            # A timeout shows that the wait is intended.
            return
        assert isinstance(node, ast.Attribute)
        task = result.node
        if node.value is not task:
            before = self.interp.syntax.statement_before(call)
            if not isinstance(before, ast.Assign) or before.value is not task or not isinstance(node.value, ast.Name):
                return
            if [t.id for t in before.targets if isinstance(t, ast.Name)] != [node.value.id]:
                return
        if isinstance(task, ast.Call) and isinstance(task.func, ast.Attribute):
            pools = (
                self.interp.expressions.eval(task.func.value)
                if isinstance(task.func.value, (ast.Name, ast.Attribute))
                else ()
            )
            if len(pools) == 1 and isinstance(pools[0], Obj) and pools[0].kind in _POOLS and not self._alone(pools[0]):
                if task.func.attr in ("submit", "apply_async"):
                    words = f"{task.func.attr}().{attribute}()"
                    self.serial(pools[0], task, call, words)

    def after_effect_join(self, call: LibraryCall) -> None:
        obj = call.obj
        node = call.node
        if obj is None or obj.kind != "Process" or not isinstance(node, ast.Call) or node.args or node.keywords:
            return
        before = self.interp.syntax.statement_before(node)
        if isinstance(before, ast.Expr) and isinstance(node.func, ast.Attribute) and self._ends_a_round(node):
            if ast.unparse(before.value) == f"{ast.unparse(node.func.value)}.start()" and self._known_target(obj):
                self.serial(obj, node, node, "join()")

    def _ends_a_round(self, call: ast.Call) -> bool:
        """Return whether a loop does nothing after a call: code that looks at what a process has done waits for it."""
        statement = self.interp.syntax.node_around(call)
        loop = self.interp.syntax.node_around(statement) if statement is not None else None
        return isinstance(loop, ast.For) and loop.body[-1] is statement

    def _known_target(self, process: Obj) -> bool:
        values = self.interp.given.found(process, "target") or (UNBOUND,)
        return process.cls is not None or not any(isinstance(v, Reference) for v in values)


def _names(node: ast.AST) -> set[str]:
    return {n.id for n in walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def _bound_in(node: ast.AST) -> set[str]:
    return {n.id for n in walk(node) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}


def _bound_in_target(loop: ast.AST) -> set[str]:
    return _bound_in(loop.target) if isinstance(loop, (ast.For, ast.AsyncFor)) else set()


def _leaves(loop: ast.For) -> bool:
    """Return whether a loop can end before it has gone over everything."""
    return any(
        isinstance(n, (ast.Break, ast.Return)) for statement in (*loop.body, *loop.orelse) for n in walk(statement)
    )
