"""The API table says what the standard library of every Python here says."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_mp.facts.library import api, measured_types
from flake8_mp.facts.library.kinds import KINDS
from flake8_mp.facts.models.handover import keywords
from flake8_mp.facts.module import Module
from flake8_mp.settings import Settings

HERE = Path(__file__).parent
CLASSES = {
    "Process": "multiprocessing.Process",
    "Pool": "multiprocessing.pool.Pool",
    "ThreadPool": "multiprocessing.pool.ThreadPool",
    "ProcessPoolExecutor": "concurrent.futures.ProcessPoolExecutor",
    "ThreadPoolExecutor": "concurrent.futures.ThreadPoolExecutor",
    "AsyncResult": "multiprocessing.pool.AsyncResult",
    "imap iterator": "multiprocessing.pool.IMapIterator",
    "Thread": "threading.Thread",
    "Timer": "threading.Timer",
    "Queue": "multiprocessing.queues.Queue",
    "SimpleQueue": "multiprocessing.queues.SimpleQueue",
    "Connection": "multiprocessing.connection.Connection",
    "SharedMemory": "multiprocessing.shared_memory.SharedMemory",
    "ShareableList": "multiprocessing.shared_memory.ShareableList",
    "ExitStack": "contextlib.ExitStack",
    "event loop": "asyncio.AbstractEventLoop",
}
"""Where the methods of a kind are found; the others are written in C or made by a manager."""
OUTSIDE = (
    *(
        "numpy.",
        "joblib.",
        "torch.",
        "sqlalchemy.",
        "psycopg.",
        "psycopg2.",
        "pymysql.",
        "redis.",
        "pymongo.",
        "httpx.",
    ),
    *("aiohttp.", "grpc.", "h5py.", "tqdm.", "torchvision.", "requests.", "urllib3."),
)
"""Libraries that need not be there."""
LATER = {
    "concurrent.futures.InterpreterPoolExecutor": (3, 14),
    "multiprocessing.shared_memory.SharedMemory": (3, 13),
    "multiprocessing.shared_memory.ShareableList": (3, 11),
}
"""Rows with parameters of a newer Python: ``track`` of SharedMemory."""


def pythons() -> list[str]:
    """Return the interpreters on the path, the running one first."""
    found = [sys.executable]
    for minor in range(11, 16):
        path = shutil.which(f"python3.{minor}")
        if path is not None and minor != sys.version_info.minor:
            probe = subprocess.run([path, "-c", "pass"], capture_output=True, timeout=60, check=False)
            if probe.returncode == 0:
                found.append(path)
    return found


def rows(version: tuple[int, int]) -> dict[str, list[str]]:
    found = {f"multiprocessing.{name}": row.params.split() for name, row in api.CONTEXT.items()}
    written = {name: row for name, row in api.FUNCTIONS.items() if name not in measured_types.FUNCTIONS}
    found |= {name: row.params.split() for name, row in written.items() if not name.startswith(OUTSIDE)}
    for kind, owner in CLASSES.items():
        for name, row in api.METHODS[kind].items():
            if name not in ("async_enter", "push_async_callback", "enter_async_context"):
                found[f"{owner}.{name}"] = row.params.split()
    return {name: params for name, params in found.items() if LATER.get(name, (3, 0)) <= version}


def complete() -> dict[str, list[str]]:
    """Return the rows by which a keyword is known to be none of a call's parameters."""
    found = {f"multiprocessing.{name}": row for name, row in api.CONTEXT.items()}
    found |= {name: api.FUNCTIONS[name] for name in keywords.COMPLETE}
    found |= {f"multiprocessing.pool.Pool.{name}": row for name, row in api.METHODS["Pool"].items()}
    found["concurrent.futures.ProcessPoolExecutor.map"] = api.METHODS["ProcessPoolExecutor"]["map"]
    return {name: [*row.names, *keywords.ALSO] for name, row in found.items()}


@pytest.mark.parametrize("python", pythons())
def test_the_table_agrees_with_the_standard_library(python: str) -> None:
    asked = subprocess.run(
        [python, "-c", "import sys; print(*sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    major, minor = map(int, asked.stdout.split())
    table = {
        "rows": rows((major, minor)),
        "kinds": {kind: [row.pickles, row.sample] for kind, row in KINDS.items() if row.sample},
        "complete": complete(),
    }
    run = subprocess.run(
        [python, str(HERE / "live_api.py")],
        input=json.dumps(table),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout == ""


def test_every_effect_is_acted_on() -> None:
    everything = [*api.CONTEXT.values(), *api.FUNCTIONS.values()]
    everything += [row for methods in api.METHODS.values() for row in methods.values()]
    words = {row.effect for row in everything if row.effect}
    assert words
    tree = ast.parse("")
    module = Module(tree, "", "empty.py", Settings())
    assert words - set(module.machine.effects) == set()


def test_a_difference_is_reported(tmp_path: Path) -> None:
    table = {
        "rows": {"threading.Thread": ["group", "goal"], "os.no_such_thing": []},
        "kinds": {"Thread": ["yes", "threading.Thread()"]},
        "complete": {"multiprocessing.Pool": ["processes", "initializer", "initargs"]},
    }
    run = subprocess.run(
        [sys.executable, str(HERE / "live_api.py")],
        input=json.dumps(table),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    lines = run.stdout.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "threading.Thread",
        "os.no_such_thing",
        "Thread",
        "multiprocessing.Pool",
    ]
