"""What modules of the standard library keep for the whole process, and a worker has not."""

from __future__ import annotations

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import Event
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library.process_state import STATES, ProcessState
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.values import Reference, constant_of
from flake8_mp.rule import NOT_FORK

_SETTERS = {state.sets[0]: state for state in STATES}
_NEEDED = {name: [state for state in STATES if name in state.needs] for state in STATES for name in state.needs}
_MODULES = tuple(sorted({state.sets[0].rpartition(".")[0] for state in STATES}))


class ModuleState(Model):
    """Compares what workers need of modules of the standard library with what was set there in the parent only.

    Owns: what modules of the standard library keep for the process.
    """

    _listens_for = tuple(sorted({module.rpartition(".")[2] for module in _MODULES}))

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._own: set[str] = set()
        """What the program itself depends on: it may have been set for that alone."""
        self._reported: list[tuple[ProcessState, Event]] = []

    def before_call_reference(self, callee: Reference, arguments: Arguments) -> None:
        state = _SETTERS.get(callee.name)
        if state is not None:
            self._set(state, arguments)
        for needed in _NEEDED.get(callee.name, ()):
            self._need(needed, needed.needs[callee.name], arguments)

    def _set(self, state: ProcessState, arguments: Arguments) -> None:
        parameters = state.sets[1].split()
        if not arguments.more and len(arguments.args) + len(arguments.kwargs) < len(parameters):
            return
        name = _given(arguments, 0, parameters[0]) if state.named else ""
        if isinstance(name, str):
            self.ask.set_here(state.words.format(name), arguments.node)
        else:
            self.ask.settings_unknown()

    def _need(self, state: ProcessState, parameters: str, arguments: Arguments) -> None:
        if self.interp.world.kind == "main":
            self._own.add(state.words)
        *before, last = parameters.split() or ("",)
        name = _given(arguments, len(before), last) if state.named else ""
        words = state.words.format(name)
        found = self.ask.only_in_parent(words) if isinstance(name, str) else None
        if found is None:
            return
        with self.interp.report.noted() as noted:
            self.ask.circumstance("setting", arguments.node, NOT_FORK, words=words, cause=found[0])
        self._reported += [(state, event) for event in noted]

    def on_finish(self) -> None:
        for state, event in self._reported:
            if state.words in self._own and not state.named:
                self.interp.report.withdraw(event)


def _given(arguments: Arguments, index: int, name: str) -> object:
    """Return the constant that is given for a parameter, None where it is not known."""
    if name in arguments.kwargs:
        return constant_of(arguments.kwargs[name][1])
    return constant_of(arguments.args[index][1]) if index < len(arguments.args) else None
