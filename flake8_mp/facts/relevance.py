"""Which definitions of a file can matter: found in the text, without walking the tree.

A definition matters when its text names something of the libraries in the API table that start processes or share
memory, or something of this file that does. It is a prefilter: what passes is run, what does not is never looked at.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from functools import cached_property
from itertools import accumulate

from flake8_mp.facts.source import Source
from flake8_mp.facts.tree import Definition
from flake8_mp.facts.words import in_word, places_of

_LIBRARIES = re.compile(r"multiprocess|concurrent\.futures|concurrent import|joblib|billiard")
_SEEDS = {
    **dict.fromkeys(("multiprocess", "ProcessPoolExecutor", "InterpreterPool", "run_in_executor"), (False, False)),
    **dict.fromkeys(("SharedMemory", "ShareableList", "os.fork", "preexec_fn"), (False, False)),
    **dict.fromkeys(("set_start_method", "get_context"), (False, False)),
    "fork(": (True, False),
    "DataLoader": (True, True),
    "process_map": (True, True),
}
"""What matters wherever it stands, each with whether a word has to begin and to end with it."""
_HARMLESS = (
    "as_completed|wait|Future|ThreadPoolExecutor|TimeoutError|CancelledError|cpu_count|current_process|parent_process"
    "|get_logger|log_to_stderr|freeze_support|active_children|BrokenProcessPool|BrokenExecutor|Executor"
)
"""Names of the libraries that start, share and hand over nothing."""
_HARMLESS_NEXT = re.compile(rf"\w*\.(?:{_HARMLESS})\b")
# What is taken is not given back (``++``), and what may be long has a bound: each is tried at many places of a line.
_IMPORT = re.compile(r"[ \t]*+(?:from[ \t]++([\w.]++)[ \t]++)?import[ \t]++(\([^)]{0,10000}+\)|[^\n;]*+)")
_NAME = re.compile(r"(\w+)(?:[ \t]+as[ \t]+(\w+))?")
_ATTRIBUTE = re.compile(r"\bself\.(\w++)\s*+(?::[^=\n]{0,500}+)?=[^=]")
_MEMBER = re.compile(r"\bself\.(\w+)")
_WORD = re.compile(r"\w+")
_GLOBAL = re.compile(r"(\w++)\s*+(?::[^=\n]{0,500}+)?=[^=]")

_MAKES = re.compile(
    r"lambda|def |class |raise |Lock|Thread|Event\(|Condition|Semaphore|Timer|Queue|open\(|ZipFile|tarfile|socket"
    r"|connect|partial|weakref|\.(?:close|unlink|release|start|join|shutdown|terminate|register|finalize)\b"
)
ROUNDS = 10
"""So many calls away from a library are definitions followed."""
SHORTEST = 2
"""Functions of so many statements are followed a call further."""
TINY = 8
SHORT = 25
"""Functions of so many statements are followed wherever they are called, or if they make such things."""


class Relevance:
    """The prefilter of one file."""

    def __init__(self, source: Source, taken: frozenset[str] = frozenset()) -> None:
        """Make the prefilter of a file; ``taken`` are the names that it imports from its project and that matter."""
        # Not the source itself: it keeps its prefilter, and what refers to each other is released late.
        self._tree, self._lines = source.tree, source.code_lines
        self._taken = taken
        self._worth: dict[ast.AST, bool] = {}

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(line) + 1 for line in self._lines), initial=0))

    @cached_property
    def _text(self) -> str:
        return "\n".join(self._lines)

    def _range(self, node: ast.AST) -> tuple[int, int]:
        first = getattr(node, "lineno", 1)
        decorators = getattr(node, "decorator_list", [])
        if decorators:
            first = min(first, decorators[0].lineno)
        last = getattr(node, "end_lineno", None) or first
        starts = self._starts
        return starts[min(first, len(starts)) - 1], starts[min(last, len(starts) - 1)]

    @cached_property
    def _seed_names(self) -> set[str]:
        names: set[str] = set()
        text, end = self._text, 0
        for place in places_of("import", text):
            # Far fewer lines hold the word than the file has, and no import starts within another one.
            start = text.rfind("\n", 0, place) + 1
            match = _IMPORT.match(text, start) if start >= end else None
            if match is None:
                continue
            end = match.end()
            module, imported = match[1] or "", match[2]
            whole = f"{module} {imported}"
            if not _LIBRARIES.search(whole) and "fork" not in imported:
                continue
            for name, alias in _NAME.findall(imported):
                if not re.fullmatch(_HARMLESS, name):
                    names.add(alias or name)
        return (names - {"as", "import", "concurrent"}) | self._taken

    @cached_property
    def distances(self) -> dict[ast.AST, int]:
        """How many calls the functions and methods that matter are away from a library, and classes that have some."""
        functions: list[tuple[Definition, ast.ClassDef | None]] = []
        classes: list[ast.ClassDef] = []
        todo: list[tuple[list[ast.stmt], ast.ClassDef | None]] = [(self._tree.body, None)]
        while todo:
            body, cls = todo.pop()
            for node in body:
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    functions.append((node, cls))
                elif isinstance(node, ast.ClassDef):
                    classes.append(node)
                    todo.append((node.body, node))
                elif isinstance(node, (ast.If, ast.Try, ast.With, ast.For, ast.While)):
                    todo.append((node.body, cls))
                    todo.append((getattr(node, "orelse", []), cls))
                    todo.append((getattr(node, "finalbody", []), cls))
                    for handler in getattr(node, "handlers", []):
                        todo.append((handler.body, cls))
        return self._close(functions, classes)

    def mentions(self, node: ast.AST) -> bool:
        """Return whether a piece of code names something that matters, or makes something that can."""
        start, end = self._range(node)
        return self._seeded(start, end) or _MAKES.search(self._text, start, end) is not None

    def holds(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """Return whether the body of a function names something that matters, or makes something that can."""
        start, end = self._range(node.body[0])[0], self._range(node)[1]
        return self._seeded(start, end) or _MAKES.search(self._text, start, end) is not None

    @cached_property
    def _seeds_at(self) -> list[int]:
        """Where the text names something that matters, in order."""
        text = self._text
        found: set[int] = set()
        for word, (begins, ends) in [*_SEEDS.items(), *((name, (True, True)) for name in self._seed_names)]:
            for place in places_of(word, text):
                end = place + len(word)
                apart = not (begins and in_word(text, place - 1)) and not (ends and in_word(text, end))
                if apart and not _HARMLESS_NEXT.match(text, end):
                    found.add(place)
        return sorted(found)

    @cached_property
    def _selves(self) -> list[int]:
        """Where the text may name an attribute of ``self``, in order."""
        return places_of("self.", self._text)

    def _seeded(self, start: int, end: int) -> bool:
        """Return whether whole lines, or the rest of one, name something that matters."""
        return _any_within(self._seeds_at, start, end)

    def makes(self, node: ast.AST) -> bool:
        """Return whether a piece of code makes something that matters when it is handed over."""
        start, end = self._range(node)
        return _MAKES.search(self._text, start + 4, end) is not None

    def names_one(self, node: ast.AST, names: set[str]) -> bool:
        """Return whether a piece of code has one of these attributes."""
        found = re.compile(rf"\.(?:{'|'.join(map(re.escape, sorted(names)))})\b")
        return found.search(self._text, *self._range(node)) is not None

    def worth(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """Return whether a function that does not matter itself can make or change a value that does."""
        found = self._worth.get(node)
        if found is None:
            size = _statements_in(node.body, SHORT)
            text = self._text
            start, end = self._range(node.body[0])[0], self._range(node)[1]
            found = size <= TINY or (size <= SHORT and _MAKES.search(text, start, end) is not None)
            self._worth[node] = found
        return found

    def is_shortest(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """Return whether a function has next to nothing in it: it gets or sets something."""
        return _statements_in(node.body, SHORTEST) <= SHORTEST

    def _descendants(self, classes: list[ast.ClassDef]) -> list[ast.ClassDef]:
        """Return the classes that are made from something that matters, through other classes of this file."""
        named: dict[str, list[ast.ClassDef]] = {}
        todo: list[ast.ClassDef] = []
        for cls in classes:
            extents = [self._extent(base) for base in cls.bases]
            for start, end in extents:
                for word in set(_WORD.findall(self._text, start, end)):
                    named.setdefault(word, []).append(cls)
            if any(self._seeded(*extent) for extent in extents):
                todo.append(cls)
        found = dict.fromkeys(todo)
        while todo:
            for cls in named.get(todo.pop().name, ()):
                if cls not in found:
                    found[cls] = None
                    todo.append(cls)
        return list(found)

    def _extent(self, node: ast.expr) -> tuple[int, int]:
        """Return the lines of a base class, or its very place where it stands on one line."""
        start, end = self._range(node)
        if node.lineno == node.end_lineno and node.end_col_offset is not None:
            line = self._text[start:end]
            if line.isascii():
                return start + node.col_offset, start + node.end_col_offset
        return start, end

    def _close(
        self, functions: list[tuple[Definition, ast.ClassDef | None]], definitions: list[ast.ClassDef]
    ) -> dict[ast.AST, int]:
        found: dict[ast.AST, int] = {}
        distance = 0
        text = self._text
        ranges = {node: self._range(node) for node, _ in functions}
        new = {node for node, _ in functions if self._seeded(*ranges[node])}
        classes = dict(functions)
        words = self._globals()
        members: dict[ast.ClassDef, set[str]] = {}
        derived = self._descendants(definitions)
        for cls in derived:
            new |= {node for node, owner in functions if owner is cls and node.name in ("__init__", "run", "start")}
            words.add(cls.name)
        first = True
        searched: set[str] = set()
        while distance <= ROUNDS and (new or (first and words)):
            first = False
            found.update(dict.fromkeys(new, distance))
            distance += 1
            if distance == 1:
                self._class_attributes({c for c in classes.values() if c is not None}, members)
            for node in new:
                owner = classes[node]
                words.update(fixture_names(node))
                if owner is None:
                    words.add(node.name)
                    continue
                words.add(owner.name)
                members.setdefault(owner, set()).update((node.name, *self._seeded_attributes(*ranges[node])))
            # What names one of the words of the rounds before is found already.
            named = _named(words - searched, text)
            searched |= words
            new = {
                node
                for node, cls in functions
                if node not in found
                and (
                    _any_within(named, *ranges[node])
                    or self._names_member(members.get(cls) if cls else None, *ranges[node])
                )
            }
        for node, holder in functions:
            if holder is not None and node in found:
                found[holder] = min(found[node], found.get(holder, distance))
        # A subclass of Process may add nothing that matters: what is derived from it is one all the same.
        return {**found, **dict.fromkeys(derived, 0)}

    def _globals(self) -> set[str]:
        """Return the names of the module that are bound to something that matters."""
        text, names = self._text, set()
        for place in self._seeds_at:
            match = _GLOBAL.match(text, text.rfind("\n", 0, place) + 1)
            if match is not None:
                names.add(match[1])
        return names

    def _seeded_attributes(self, start: int, end: int) -> set[str]:
        """Return the attributes of ``self`` that a method sets to something that matters."""
        text, names, behind = self._text, set(), start
        for index in range(bisect_left(self._selves, start), bisect_left(self._selves, end)):
            match = _ATTRIBUTE.match(text, self._selves[index], end) if self._selves[index] >= behind else None
            if match is not None:
                behind = match.end()
                if self._seeded(match.start(), self._line_end(match.start())):
                    names.add(match[1])
        return names

    def _names_member(self, names: set[str] | None, start: int, end: int) -> bool:
        """Return whether a method names one of these attributes of ``self``."""
        if not names:
            return False
        places = self._selves
        for index in range(bisect_left(places, start), bisect_left(places, end)):
            match = _MEMBER.match(self._text, places[index])
            if match is not None and match[1] in names:
                return True
        return False

    def _class_attributes(self, classes: set[ast.ClassDef], members: dict[ast.ClassDef, set[str]]) -> None:
        """Add the names that class bodies bind to something that matters: ``process_class = context.Process``."""
        for cls in classes:
            for statement in cls.body:
                if isinstance(statement, (ast.Assign, ast.AnnAssign)) and self._seeded(*self._range(statement)):
                    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                    bound = {target.id for target in targets if isinstance(target, ast.Name)}
                    if bound:
                        members.setdefault(cls, set()).update(bound)

    def _line_end(self, position: int) -> int:
        end = self._text.find("\n", position)
        return len(self._text) if end < 0 else end


def fixture_names(node: Definition | ast.ClassDef) -> set[str]:
    """Return the names under which tests ask for what a function makes, where it looks like a fixture of pytest."""
    names = set()
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")) == "fixture":
            names.add(node.name)
            for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
                if keyword.arg == "name" and isinstance(keyword.value, ast.Constant):
                    names.add(str(keyword.value.value))
    return names


def relevance_of(source: Source) -> Relevance:
    """Return the prefilter of a file, the same one each time."""
    if not isinstance(source.relevance, Relevance):
        source.relevance = Relevance(source)
    return source.relevance


def _named(names: set[str], text: str) -> list[int]:
    """Return where one of these names stands that is no attribute, in order."""
    if not names:
        return []
    # A pattern that starts with letters is searched for faster than one that looks behind first.
    found = (match.start() for match in re.finditer(rf"(?:{'|'.join(sorted(names))})\b", text))
    return [place for place in found if not in_word(text, place - 1) and text[place - 1 : place] != "."]


def _any_within(places: list[int], start: int, end: int) -> bool:
    """Return whether one of these places lies between two others."""
    index = bisect_left(places, start)
    return index < len(places) and places[index] < end


def _statements_in(body: list[ast.stmt], most: int) -> int:
    """Count the statements of a function, those in statements as well, and no further than needed; no docstring."""
    first = body[0].value if isinstance(body[0], ast.Expr) else None
    count = -1 if isinstance(first, ast.Constant) and isinstance(first.value, str) else 0
    todo = [body]
    while todo and count <= most:
        statements = todo.pop()
        count += len(statements)
        for node in statements:
            for field in ("body", "orelse", "finalbody"):
                inner = getattr(node, field, None)
                if isinstance(inner, list) and inner:
                    todo.append(inner)
            todo += [handler.body for handler in getattr(node, "handlers", ())]
            todo += [case.body for case in getattr(node, "cases", ())]
    return count
