"""Programs made at random, always the same ones: what parses is linted without a failure, and ends.

Two sources of programs: a small grammar that speaks of processes all the time, and real files with lines and
tokens deleted, doubled and exchanged.
"""

from __future__ import annotations

import ast
import concurrent.futures.process
import io
import itertools
import multiprocessing.connection
import multiprocessing.managers
import multiprocessing.pool
import multiprocessing.queues
import os
import random
import tokenize
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT, lint_soundly

EVERYTHING = bool(os.environ.get("CI"))
"""Whether many programs are made, from each fixture; elsewhere fewer are, from a third of them, always the same ones."""

HEADS = (
    "import multiprocessing as mp\n",
    (
        "import multiprocessing as mp, multiprocessing.shared_memory as sm, threading, functools, os\n"
        "from concurrent.futures import *\n"
    ),
    "from multiprocessing import *\nimport multiprocessing.dummy as mp\nfrom multiprocessing.pool import ThreadPool as Pool\n",
    "from multiprocessing import Pool, Process as P, Queue as q, get_context\nmp = get_context('spawn')\n",
    "try:\n    import multiprocess as mp\nexcept ImportError:\n    import multiprocessing as mp\nfrom multiprocessing import Pool, Queue\n",
)
NAMES = ("a", "b", "f", "g", "p", "q", "x", "self", "mp", "Pool", "A", "B")
CLASSES = (
    "Process",
    "Pool",
    "Queue",
    "Lock",
    "Value",
    "Manager",
    "Event",
    "Pipe",
    "get_context",
    "JoinableQueue",
)
MAKERS = (
    *(f"mp.{name}" for name in CLASSES),
    "Pool",
    "ProcessPoolExecutor",
    "ThreadPoolExecutor",
    "sm.SharedMemory",
    "mp.set_start_method",
    "threading.Thread",
    "threading.Lock",
    "functools.partial",
    "open",
    "super",
    "os.fork",
)
METHODS = (
    *("map", "apply_async", "imap", "starmap", "submit", "start", "join", "close", "terminate", "put", "get"),
    *(
        "acquire",
        "release",
        "unlink",
        "shutdown",
        "send",
        "recv",
        "result",
        "append",
        "buf",
        "run",
        "__init__",
    ),
)
KEYWORDS = (
    "target",
    "args",
    "kwargs",
    "initializer",
    "initargs",
    "daemon",
    "create",
    "name",
    "mp_context",
    "ctx",
)
WORDS = (
    "0",
    "1",
    "None",
    "True",
    "...",
    "'fork'",
    "'spawn'",
    "'__main__'",
    "__name__",
    "()",
    "[]",
    "{}",
    "'é日本𝄞'",
)

Maker = Callable[[str], str]
ATOMS: st.SearchStrategy[str] = st.sampled_from([*NAMES, *WORDS])


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    argument = st.one_of(
        inner,
        st.builds("{}={}".format, st.sampled_from(KEYWORDS), inner),
        st.builds("**{}".format, inner),
    )
    positional = st.one_of(inner, st.builds("*{}".format, inner))
    arguments = st.builds(
        lambda first, rest: ", ".join([*first, *rest]),
        st.lists(positional, max_size=2),
        st.lists(argument.filter(lambda text: "=" in text or text.startswith("**")), max_size=2),
    )
    return st.one_of(
        st.builds("{}({})".format, st.sampled_from(MAKERS), arguments),
        st.builds("({}).{}({})".format, inner, st.sampled_from(METHODS), arguments),
        st.builds("({}).{}".format, inner, st.sampled_from((*METHODS, *NAMES))),
        st.builds("({})({})".format, inner, arguments),
        st.builds("(lambda {}=1, *k: {})".format, st.sampled_from(NAMES), inner),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("({}, *{})".format, inner, inner),
        st.builds("{{{}: {}, **{}}}".format, inner, inner, inner),
        st.builds("[{} for {} in {} if {}]".format, inner, st.sampled_from(NAMES), inner, inner),
        st.builds("({} for {} in {})".format, inner, st.sampled_from(NAMES), inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("({} == {})".format, inner, inner),
        st.builds("({} := {})".format, st.sampled_from(NAMES), inner),
        st.builds("({})[{}]".format, inner, inner),
        st.builds("(await {})".format, inner),
        st.builds("(yield {})".format, inner),
        st.builds('f"{{{}!r}}"'.format, st.sampled_from(NAMES)),
    )


EXPRESSIONS = st.recursive(ATOMS, _larger, max_leaves=6)
TARGETS = st.one_of(
    st.sampled_from(NAMES),
    st.builds("{}.{}".format, st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.builds("{}, *{}".format, st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.builds("{}[{}]".format, st.sampled_from(NAMES), EXPRESSIONS),
)
SIMPLE = st.one_of(
    EXPRESSIONS,
    st.builds("{} = {}".format, TARGETS, EXPRESSIONS),
    st.builds("{} += {}".format, st.sampled_from(NAMES), EXPRESSIONS),
    st.builds("{}: {} = {}".format, st.sampled_from(NAMES), EXPRESSIONS, EXPRESSIONS),
    st.builds("return {}".format, EXPRESSIONS),
    st.builds("raise {}".format, EXPRESSIONS),
    st.builds("assert {}".format, EXPRESSIONS),
    st.builds("del {}".format, st.sampled_from(NAMES)),
    st.builds("global {}".format, st.sampled_from(NAMES)),
    st.builds("from {} import {} as {}".format, st.sampled_from(("a", ".", "mp")), st.just("f"), st.just("g")),
    st.sampled_from(("pass", "break", "continue", "nonlocal x", "from multiprocessing import *")),
)


def _block(lines: list[str]) -> str:
    return "\n".join("    " + line for text in lines for line in text.split("\n"))


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    block = st.builds(_block, st.lists(inner, min_size=1, max_size=4))
    name = st.sampled_from(NAMES)
    return st.one_of(
        st.builds("if __name__ == '__main__':\n{}".format, block),
        st.builds("if {}:\n{}\nelse:\n{}".format, EXPRESSIONS, block, block),
        st.builds("while {}:\n{}\nelse:\n{}".format, EXPRESSIONS, block, block),
        st.builds("for {} in {}:\n{}".format, TARGETS, EXPRESSIONS, block),
        st.builds("try:\n{}\nexcept {} as {}:\n{}\nfinally:\n{}".format, block, EXPRESSIONS, name, block, block),
        st.builds("try:\n{}\nfinally:\n{}".format, block, block),
        st.builds("with {} as {}, {}:\n{}".format, EXPRESSIONS, name, EXPRESSIONS, block),
        st.builds("def {}({}, {}={}, *k):\n{}".format, name, st.just("n"), st.just("m"), EXPRESSIONS, block),
        st.builds("async def {}(self):\n{}".format, name, block),
        st.builds("@{}\ndef {}():\n{}".format, EXPRESSIONS, name, block),
        st.builds("class {}({}):\n{}".format, name, EXPRESSIONS, block),
        st.builds("class {}(mp.Process):\n    def __init__(self, a):\n        self.{} = {}\n{}".format, name, name, EXPRESSIONS, block),
        st.builds("match {}:\n    case {}():\n    {}".format, EXPRESSIONS, name, block.map(lambda text: text.replace("\n", "\n    "))),
    )  # fmt: skip


STATEMENTS = st.recursive(SIMPLE, _compound, max_leaves=10)
PROGRAMS = st.builds(
    lambda head, statements: head + "\n".join(statements) + "\n",
    st.sampled_from(HEADS),
    st.lists(STATEMENTS, min_size=2, max_size=8),
)


@settings(
    max_examples=250 if EVERYTHING else 80,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(PROGRAMS)
def test_programs_from_a_grammar(source: str) -> None:
    ast.parse(source)  # the grammar makes nothing else
    lint_soundly(source)


FIXTURES = sorted(path for path in (ROOT / "fixtures").rglob("*.py") if path.read_bytes().count(b"\n") > 1)
REAL = [
    *(path for path in FIXTURES if EVERYTHING or crc32(path.relative_to(ROOT).as_posix().encode()) % 3 == 0),
    *(
        Path(str(module.__file__))
        for module in (
            multiprocessing.pool,
            multiprocessing.managers,
            multiprocessing.queues,
            multiprocessing.connection,
            concurrent.futures.process,
        )
    ),
]


def mutate(source: str, chance: random.Random) -> str:
    """Delete, double or exchange lines or tokens, a few times."""
    for _ in range(chance.randint(1, 3)):
        lines = source.splitlines(keepends=True)
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.choice(("delete", "double", "exchange", "move-in", "token", "token", "token")):
            case "delete":
                del lines[one]
            case "double":
                lines.insert(other, lines[one])
            case "exchange":
                lines[one], lines[other] = lines[other], lines[one]
            case "move-in":
                lines[one] = "    " + lines[one]
            case "token":
                source = "".join(lines)
                lines = [mutate_tokens(source, chance)]
        source = "".join(lines)
    return source


def mutate_tokens(source: str, chance: random.Random) -> str:
    """Put a name or literal of the source in the place of another."""
    try:
        tokens = [
            token
            for token in tokenize.generate_tokens(io.StringIO(source).readline)
            if token.type in {tokenize.NAME, tokenize.NUMBER, tokenize.STRING} and token.start[0] == token.end[0]
        ]
    except (tokenize.TokenError, SyntaxError):
        return source
    if not tokens:
        return source
    place, what = chance.choice(tokens), chance.choice(tokens)
    lines = source.splitlines(keepends=True)
    line = lines[place.start[0] - 1]
    lines[place.start[0] - 1] = line[: place.start[1]] + what.string + line[place.end[1] :]
    return "".join(lines)


def parses(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return True


@pytest.mark.filterwarnings("ignore::SyntaxWarning")  # what a mutation makes can be odd: "1 is 2"
@pytest.mark.parametrize("path", REAL, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_real_files_with_pieces_exchanged(path: Path) -> None:
    chance = random.Random(path.name)
    source = path.read_text(encoding="utf-8")
    if parses(source):
        lint_soundly(source, str(path))
    mutants = (mutate(source, chance) for _ in range(80))
    wanted = (3 if EVERYTHING else 1) if path.is_relative_to(ROOT) else 8  # the fixtures are many and small
    sound = list(itertools.islice(filter(parses, mutants), wanted))
    assert sound, "no mutant parses, so nothing is asked"
    for mutant in sound:
        lint_soundly(mutant, str(path))
