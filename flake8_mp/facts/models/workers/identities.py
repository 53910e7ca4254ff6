"""Names and attributes of modules that each import binds to something else: identifiers, tokens, temporary folders."""

from __future__ import annotations

import ast
import re

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import Circumstance, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.store import Key
from flake8_mp.facts.tree import last_name
from flake8_mp.facts.values import NOTHING, Deferred, Frame, Fresh, Reference, Values
from flake8_mp.rule import NOT_FORK

_IDENTITIES = re.compile(
    r"os\.urandom|uuid\.uuid[14]|secrets\.(?:token_|randbelow|choice)\w*|tempfile\.(?:mkdtemp|mkstemp|mktemp)"
    r"|random\.(?:random|randint|randrange|getrandbits|randbytes|choice|uniform)"
)
_CONVERTS = frozenset({"str", "int", "repr", "hex", "Path", "join", "format", "from_bytes"})


class Identities(Model):
    """Looks for what is different in each process, and read as if it was the same.

    Owns: values that are :class:`Fresh`.
    Emits: :class:`Circumstance`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._fresh_values: set[ast.AST] = set()
        """The calls that give another value in each process."""
        self._identities: dict[str, ast.AST] = {}
        """By the name of the module, where it is bound to such a value."""
        self._read_by_parent: set[str | Fresh | Key] = set()
        """Names that are bound to such values, the values themselves, and the attributes that hold one."""
        self._read_by_child: dict[Circumstance, str | Fresh | Key] = {}

    def after_assign(self, node: ast.Assign) -> None:
        self._note_identity(node.targets, node.value)

    def after_annotated_assign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._note_identity([node.target], node.value)

    def _note_identity(self, targets: list[ast.expr], value: ast.expr) -> None:
        if self.interp.world.kind == "import" and self.interp.frame.parent is None and not self.interp.world.uncertain:
            if (self._fresh_values or self._identities) and self._carries(value):
                self._identities.update((t.id, t) for t in targets if isinstance(t, ast.Name))

    def _carries(self, node: ast.AST) -> bool:
        """Return whether an expression is a fresh value, or made of one without anything in between."""
        if node in self._fresh_values or (isinstance(node, ast.Name) and node.id in self._identities):
            return True
        if isinstance(node, (ast.Attribute, ast.Subscript, ast.FormattedValue)):
            return self._carries(node.value)
        if isinstance(node, ast.BinOp):
            return self._carries(node.left) or self._carries(node.right)
        if isinstance(node, ast.JoinedStr):
            return any(self._carries(part) for part in node.values)
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and self._carries(node.func):
                return True
            name = last_name(node.func)
            return name in _CONVERTS and any(self._carries(argument) for argument in node.args)
        return False

    def on_bound_global(self, name: str, node: ast.AST) -> None:
        if (
            name in self._identities
            and node is not self._identities[name]
            and self.interp.frame.source is self.interp.source
        ):
            del self._identities[name]

    def refine_name(self, values: Values, node: ast.Name) -> Values:
        if self.interp.world.kind == "main" and self.interp.world.tests:
            if node.id in self._identities:
                self._read_by_parent.add(node.id)
            if isinstance(values[0], Fresh):
                self._read_by_parent.add(values[0])
        return values

    def before_read_member(self, key: Key, node: ast.AST, values: Values) -> None:
        if not isinstance(values[0], Fresh) or self._is_its_own(node):
            return
        if self.interp.world.kind == "main" and self.interp.world.tests:
            self._read_by_parent.add(key)
        elif self.ask.as_in_parent(key) is not None:
            self._child_has(key, node, values, key)

    def _is_its_own(self, node: ast.AST) -> bool:
        """Return whether an object reads its own attribute: what distinguishes it from others may differ."""
        function = self.interp.frame.function
        if function is None or function.owner is None or not isinstance(node, ast.Attribute):
            return False
        parameters = [*function.node.args.posonlyargs, *function.node.args.args]
        return isinstance(node.value, ast.Name) and bool(parameters) and node.value.id == parameters[0].arg

    def before_read_from_module(self, node: ast.AST, name: str, frame: Frame, values: Values) -> None:
        value = values[0]
        if not isinstance(value, Fresh):
            return
        if self.interp.world.kind == "main" and self.interp.world.tests:
            self._read_by_parent.add(value)
        else:
            self._child_has((frame.ident, name), node, values, value)

    def _child_has(self, key: Key, node: ast.AST, values: Values, what: Fresh | Key) -> None:
        """Called when something of a module is read which each import makes anew."""
        value, base = values[0], self.interp.worker.parent
        methods = self.interp.world.possible(NOT_FORK)
        if self.interp.purpose.only_tests or base is None or self.interp.world.kind != "child" or not methods:
            return
        if self.interp.source.is_never_imported:
            return
        here = base.get(key) or self.interp.on_import.get(key)
        if here is not None and any(isinstance(v, Deferred) for v in here):
            # An import binds it, in another module.
            here = None if self.interp.worker.names & {key[1], "*"} else values
        elif self.interp.store.get(key) is not here or here != self.interp.imports.fresh(key):
            return
        if isinstance(value, Fresh) and here == values == (value,):
            here_it_is, handed = self.interp.place(node), self.interp.world.handed_here
            is_foreign = here_it_is.source is not self.interp.source and handed is not None
            cause = Place(value.source, value.node) if value.source is not None and value.node is not None else None
            event = Circumstance(
                handed if is_foreign and handed is not None else here_it_is,
                methods,
                problem="identity",
                words=here_it_is.text,
                cause=cause,
                elsewhere=here_it_is if is_foreign else None,
                handed=self.interp.world.handed,
            )
            self._read_by_child[event] = what

    def before_read_global(self, node: ast.Name, frame: Frame, values: Values) -> None:
        if isinstance(values[0], Fresh) and node.id not in self._identities:
            self._child_has((frame.ident, node.id), node, values, values[0])
        if node.id in self._identities and self.interp.world.kind == "child" and frame.source is self.interp.source:
            base, key = self.interp.worker.parent, (frame.ident, node.id)
            same = base is not None and base.get(key) is not None and self.interp.store.get(key) is base.get(key)
            if same and not self.interp.worker.names & {node.id, "*"} and self.interp.imported_store is not None:
                methods = self.interp.world.possible(NOT_FORK)
                if methods and self.interp.frame.source is self.interp.source:
                    cause = Place(self.interp.source, self._identities[node.id])
                    here_it_is, handed = self.interp.place(node), self.interp.world.handed
                    event = Circumstance(
                        here_it_is, methods, problem="identity", words=node.id, cause=cause, handed=handed
                    )
                    self._read_by_child[event] = node.id

    def refine_call_reference(self, result: Values, callee: Reference, arguments: Arguments) -> Values:
        if self.interp.world.kind in ("import", "main", "other") and _IDENTITIES.fullmatch(callee.name):
            if not callee.name.startswith("random.") or not self.ask.was_seeded("random"):
                self._fresh_values.add(arguments.node)
                return (Fresh(node=arguments.node, source=self.interp.frame.source),) if result == NOTHING else result
        return result

    def on_finish(self) -> None:
        for event, name in self._read_by_child.items():
            if (name in self._identities or not isinstance(name, str)) and name in self._read_by_parent:
                self.interp.emit(event)
