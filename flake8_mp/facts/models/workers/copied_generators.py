"""Generators of random numbers that several workers get a copy of, each in the same state."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.events import ChildRead, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import GENERATORS
from flake8_mp.facts.values import Context, Obj, Values
from flake8_mp.rule import ALL_METHODS

_WORDS = {"random.Random": "random.Random", "numpy generator": "NumPy generator"}
_DRAWS = frozenset(
    "random uniform triangular randint choice choices randrange getrandbits randbytes sample betavariate expovariate "
    "gammavariate gauss lognormvariate normalvariate vonmisesvariate paretovariate weibullvariate binomialvariate "
    "integers bytes beta binomial chisquare dirichlet exponential f gamma geometric gumbel hypergeometric laplace "
    "logistic lognormal multinomial multivariate_normal negative_binomial noncentral_chisquare normal pareto poisson "
    "power rayleigh standard_cauchy standard_exponential standard_gamma standard_normal standard_t vonmises wald "
    "weibull zipf rand randn random_sample".split()
)
"""Methods that give numbers. ``shuffle`` and ``permutation`` are none of them: workers may need the same order."""


class CopiedGenerators(Model):
    """Looks for workers that draw from copies of one generator of random numbers.

    Owns: generators of random numbers among the arguments of workers.
    Emits: :class:`ChildRead`.
    """

    _listens_for = GENERATORS

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._mapped = False
        """Whether there are several tasks of the kind that was handed over last."""
        self._loops: tuple[ast.AST, ...] = ()
        """The loops in which that was done."""
        self._drawn: list[tuple[Obj, ChildRead]] = []
        """The generators from which the running worker draws, and what is said of it unless it seeds them itself."""
        self._at: dict[ast.AST, set[Obj]] = {}
        """From which generators the running worker draws, by the place where it does."""
        self._other: set[Obj] = set()
        """The generators of which a worker does something else than drawing: it may bring them into another state."""

    def before_task(
        self,
        obj: Obj,
        function: tuple[ast.AST, Values],
        arguments: Arguments,
        context: Context,
        bound: Bound,
    ) -> None:
        self._mapped, self._loops = "iterable" in bound, self.ask.running_loops()

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if obj.kind not in _WORDS or self.interp.world.kind != "child" or not isinstance(node, ast.Attribute):
            return
        self._at.setdefault(node, set()).add(obj)
        if attribute not in _DRAWS:
            self._other.add(obj)
        elif self._is_copied(obj):
            handed, methods = self.interp.world.handed, self.interp.world.possible(ALL_METHODS)
            if handed is not None and methods:
                name = self.interp.frame.source.segment(node.value)
                made = Place(obj.source, obj.node)
                place, words = self.interp.place(node.value), _WORDS[obj.kind]
                event = ChildRead(place, methods, problem="random", name=name, words=words, bound=made, handed=handed)
                self._drawn.append((obj, event))

    def _is_copied(self, generator: Obj) -> bool:
        """Return whether several workers get the same generator in the same state."""
        worker, world = self.interp.worker, self.interp.world
        if worker.parent is None or not worker.several or generator not in worker.arguments:
            return False
        if generator in self.interp.many or not self.interp.exists_in(worker.parent, generator):
            return False
        # A loop that makes a generator for each worker, in whatever function, makes no copies.
        loops = self.ask.loops_around(world.process) if world.process is not None else self._loops
        made = set(self.ask.loops_around(generator))
        if not made <= set(loops):
            # A loop that is over has made as many of them as it had rounds, perhaps one for each worker.
            return False
        if not (self._mapped and world.process is None) and not set(loops) - made:
            return False
        return not any(o.cls is not None and self.ask.has_custom_pickling(o.cls) for o in worker.arguments)

    def on_child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        drawn, self._drawn = self._drawn, []
        other, self._other = self._other, set()
        at, self._at = self._at, {}
        # Where it is one of several generators, each worker may have been given another of them.
        other.update(*(generators for generators in at.values() if len(generators) > 1))
        for generator, event in drawn:
            if generator not in other:
                # Where one module makes the generator and another one the workers, the program brings them together.
                apart = event.handed is not None and event.handed.source is not generator.source
                self.interp.emit(event, because=self.interp.world.led_by if apart else None)
