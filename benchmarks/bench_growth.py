"""How the engine's time grows with a file: the processor time per line of programs of one shape and several sizes.

usage: bench_growth.py [SHAPE ...]     (default: all shapes)

Each shape is a program that is repeated: many functions with a pool, many processes that are started in a row,
chains of classes and of calls, and so on. What counts is whether the time per line stays the same from the smallest to
the largest size; the last column says how many times as much a line costs in the largest.
"""

from __future__ import annotations

import argparse
import ast
import resource
import time
from collections.abc import Callable

from flake8_mp.engine import lint
from flake8_mp.settings import Settings

HEAD = "import multiprocessing as mp\nfrom concurrent.futures import ProcessPoolExecutor\n"
MAIN = "if __name__ == '__main__':\n"
SIZES = (1_000, 4_000, 16_000)
"""Lines of the programs."""
SERVICE = """
def work{0}(queue, count):
    for number in range(count):
        queue.put(number * {0})
    queue.put(None)

def run{0}(count):
    queue = mp.Queue()
    process = mp.Process(target=work{0}, args=(queue, count))
    process.start()
    total = 0
    while True:
        item = queue.get()
        if item is None:
            break
        total += item
    process.join()
    with ProcessPoolExecutor(2) as executor:
        results = list(executor.map(abs, range(count)))
    return total + sum(results)

class Service{0}:
    def __init__(self, size):
        self.lock = mp.Lock()
        self.size = size
        self.items = []

    def add(self, item):
        with self.lock:
            self.items.append(item)
        if len(self.items) > self.size:
            self.flush()

    def flush(self):
        try:
            run{0}(len(self.items))
        except OSError as error:
            print(error)
        finally:
            self.items = []
"""


def repeated(block: str, lines: int, head: str = HEAD, tail: str = "") -> str:
    """Return a program of about so many lines, in which a block is repeated; ``{0}`` in it is its number."""
    count = max(1, lines // (block.count("\n") or 1))
    return head + "".join(block.replace("{0}", str(number)) for number in range(count)) + tail


def services(lines: int) -> str:
    """Return a dense and realistic program: services with queues, pools, locks and loops, all of them used."""
    count = max(1, lines // (SERVICE.count("\n") + 1))
    return repeated(SERVICE, lines, tail=MAIN + "".join(f"    run{number}(3)\n" for number in range(count)))


SHAPES: dict[str, Callable[[int], str]] = {
    "services": services,
    "starts": lambda n: repeated("    mp.Process(target=lambda: 0).start()\n", n, HEAD + MAIN),
    "processes": lambda n: repeated(
        "    p{0} = mp.Process(target=work)\n    p{0}.start()\n", n, f"{HEAD}def work(): pass\n{MAIN}"
    ),
    "pools": lambda n: repeated("def f{0}(x):\n    with mp.Pool(2) as pool:\n        return pool.map(abs, x)\n", n),
    "classes": lambda n: repeated("class K{0}:\n    def m(self):\n        return {0}\n", n, HEAD + "mp.Lock()\n"),
    "chain of classes": lambda n: (
        f"{HEAD}class C0(mp.Process):\n    def run(self): pass\n"
        + "".join(f"class C{i}(C{i - 1}):\n    x{i} = {i}\n" for i in range(1, n // 2))
    ),
    "chain of calls": lambda n: (
        HEAD
        + "".join(f"def f{i}(x):\n    return f{i + 1}(x)\n" for i in range(n // 2))
        + f"def f{n // 2}(x):\n    mp.Process(target=x).start()\n{MAIN}    f0(print)\n"
    ),
    "locks of a class": lambda n: (
        f"{HEAD}class S:\n    def __init__(self):\n"
        + "".join(f"        self.l{i} = mp.Lock()\n" for i in range(n // 4))
        + "".join(f"    def m{i}(self):\n        with self.l{i}:\n            pass\n" for i in range(n // 4))
    ),
    "branches": lambda n: repeated(
        "    if a == {0}:\n        b = {0}\n",
        n,
        f"{HEAD}def work(a):\n",
        f"    mp.Process(target=print).start()\n{MAIN}    work(3)\n",
    ),
    "tests of data": lambda n: repeated(
        "        if check(v{0}):\n            v{0} = v{0} + w\n            w = w + v{0}\n",
        n // 3,
        f"{HEAD}def work(total, w):\n    while check(w):\n",
        f"            total.value += 1\n{MAIN}    total = mp.Value('i', 0)\n"
        "    for i in range(2):\n        mp.Process(target=work, args=(total, i)).start()\n",
    ),
    "dict": lambda n: repeated(
        "    'k{0}': {0},\n", n, HEAD + "D = {\n", "}\n" + MAIN + "    mp.Process(target=print, args=(D,)).start()\n"
    ),
}


def measure(source: str) -> tuple[float, int]:
    """Return the processor time of one run in seconds, parsing left out, and how many findings there are."""
    tree = ast.parse(source)
    started = time.process_time()
    found = lint(source, "program.py", Settings(), tree)
    return time.process_time() - started, len(found)


def main() -> None:
    """Measure the shapes that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help=", ".join(SHAPES))
    options = parser.parse_args()
    if unknown := [name for name in options.shapes if name not in SHAPES]:
        parser.error(f"no such shape: {', '.join(unknown)}")
    measure(services(50))  # what is imported and cached the first time is not part of it
    print(f"{'shape':18}{'lines':>8}{'CPU s':>9}{'us a line':>11}{'findings':>10}{'peak MiB':>10}{'growth':>8}")
    for name in options.shapes or SHAPES:
        first = 0.0
        for size in SIZES:
            source = SHAPES[name](size)
            lines = source.count("\n")
            seconds, findings = measure(source)
            cost = seconds / lines * 1e6
            first = first or cost
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"{name:18}{lines:8}{seconds:9.2f}{cost:11.0f}{findings:10}{peak:10}{cost / first:8.2f}", flush=True)


if __name__ == "__main__":
    main()
