"""What the fixers of single rules do with programs that look alike: which of them they change, and how."""

from __future__ import annotations

import textwrap

import pytest

from flake8_mp.engine import lint
from flake8_mp.frontends.fix_policy import Policy
from flake8_mp.frontends.fixing import apply_fixes, is_program
from flake8_mp.settings import Settings
from tests.test_fixers_cases import fixed, reason

FAILING = """\
import multiprocessing as mp
from concurrent.futures import ProcessPoolExecutor

def work(number):
    raise ValueError(number)

"""


def program(body: str, head: str = FAILING) -> str:
    return head + textwrap.dedent(body)


class TestResultsThatNobodyAsksFor:
    def test_in_a_loop_they_are_kept_and_asked_for_when_all_tasks_are_given(self) -> None:
        source = """\
            def main(numbers):
                with mp.Pool() as pool:
                    for number in numbers:
                        if number:
                            pool.apply_async(work, (number,))
                    pool.close()
                    pool.join()
                print("done")

            main([1])
            """
        assert fixed(program(source), "MP605") == program(
            """\
            def main(numbers):
                with mp.Pool() as pool:
                    results = []
                    for number in numbers:
                        if number:
                            results.append(pool.apply_async(work, (number,)))
                    pool.close()
                    pool.join()
                    for result in results:
                        result.get()
                print("done")

            main([1])
            """
        )

    def test_a_list_from_before_the_with_is_gone_through_inside_of_it(self) -> None:
        source = """\
            def main(numbers):
                results = []
                with mp.Pool() as pool:
                    for number in numbers:
                        results.append(pool.apply_async(work, (number,)))
                print("done")

            main([1])
            """
        new = fixed(program(source), "MP605")
        assert '        for result in results:\n            result.get()\n    print("done")\n' in new

    def test_before_the_pool_is_ended(self) -> None:
        source = """\
            def main():
                pool = mp.Pool()
                pool.apply_async(work, (1,))
                print("given")
                pool.terminate()

            main()
            """
        new = fixed(program(source), "MP605")
        assert '    result = pool.apply_async(work, (1,))\n    result.get()\n    print("given")\n' in new

    def test_a_name_that_is_taken_is_left_alone(self) -> None:
        source = """\
            def main(future):
                with ProcessPoolExecutor() as executor:
                    executor.submit(work, 1)
                return future

            main(1)
            """
        new = fixed(program(source), "MP605")
        assert "future_2 = executor.submit(work, 1)\n        future_2.result()\n    return future\n" in new

    def test_in_a_coroutine_nobody_can_wait(self) -> None:
        source = """\
            import asyncio

            async def main():
                with ProcessPoolExecutor() as executor:
                    executor.submit(work, 1)

            asyncio.run(main())
            """
        assert reason(program(source), "MP605") == "waiting for it would block the event loop"

    def test_list_means_something_else(self) -> None:
        source = """\
            def main(list):
                with ProcessPoolExecutor() as executor:
                    executor.map(work, list)

            main([1])
            """
        assert reason(program(source), "MP605") == "list is used for something else in this file"


ADD = """\
import multiprocessing as mp
from concurrent.futures import ProcessPoolExecutor

def add(a, b):
    return a + b

"""


class TestArguments:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("pool.map(add, zip(xs, xs))", "pool.starmap(add, zip(xs, xs))"),
            ("pool.map_async(add, [(1, 2)])", "pool.starmap_async(add, [(1, 2)])"),
            ("pool.map(add, sorted((x, x) for x in xs))", "pool.starmap(add, sorted((x, x) for x in xs))"),
            ("pool.map(add, list(enumerate(xs)), 2)", "pool.starmap(add, list(enumerate(xs)), 2)"),
            ("pool.map(add, xs, range(3))", "pool.starmap(add, zip(xs, range(3)))"),
            ("pool.starmap(abs, range(3))", "pool.map(abs, range(3))"),
        ],
    )
    def test_the_method_that_passes_them(self, before: str, after: str) -> None:
        body = f"def main(xs):\n    with mp.Pool() as pool:\n        return {before}\n\nmain([1])\n"
        assert fixed(ADD + body, "MP614") == (ADD + body).replace(before, after)

    @pytest.mark.parametrize(
        "call",
        ["pool.map(add, xs)", "pool.imap(add, zip(xs, xs))", "pool.map(add, [(1, 2), 3])", "pool.map(add, zip(xs))"],
    )
    def test_what_is_not_seen_to_be_tuples_of_several(self, call: str) -> None:
        body = f"def main(xs):\n    with mp.Pool() as pool:\n        return {call}\n\nmain([1])\n"
        assert reason(ADD + body, "MP614")

    def test_zip_of_another_kind(self) -> None:
        body = "def zip(*xs):\n    return xs\n\ndef main(xs):\n    with mp.Pool() as pool:\n        pool.map(add, zip(xs, xs))\n\nmain([1])\n"
        assert fixed(ADD + body, "MP614") == ADD + body


class TestKeywords:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("mp.Pool(max_workers=2)", "mp.Pool(processes=2)"),
            ("mp.Pool(proceses=2)", "mp.Pool(processes=2)"),
            ("mp.Pool(2, wrokers=3)", "mp.Pool(2)"),
            ("mp.Process(func=add, args=(1, 2))", "mp.Process(target=add, args=(1, 2))"),
        ],
    )
    def test_they_are_corrected_or_left_out(self, before: str, after: str) -> None:
        body = f"if __name__ == '__main__':\n    made = {before}\n"
        assert fixed(ADD + body, "MP608") == (ADD + body).replace(before, after)

    def test_what_is_passed_already_is_not_passed_twice(self) -> None:
        body = "if __name__ == '__main__':\n    made = mp.Pool(2, max_workers=3)\n"
        assert "mp.Pool(2)" in fixed(ADD + body, "MP608")

    def test_one_that_computes_something_stays(self) -> None:
        body = "if __name__ == '__main__':\n    made = mp.Pool(2, bananas=add(1, 2))\n"
        assert reason(ADD + body, "MP608") == "computing its value may be needed"

    def test_a_newer_one_is_passed_where_it_is_known(self) -> None:
        source = (
            "from multiprocessing.shared_memory import SharedMemory\n\n"
            "if __name__ == '__main__':\n"
            "    block = SharedMemory('name', track=False)\n"
        )
        settings = Settings(target_version=(3, 11))
        fixed_text = apply_fixes(source, "program.py", settings, Policy(False, frozenset({"MP608"})))
        given = '**({"track": False} if sys.version_info >= (3, 13) else {})'
        assert fixed_text.text == "import sys\n" + source.replace("track=False", given)
        assert [finding.code for finding in lint(fixed_text.text, "program.py", settings)] == []

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("len(xs) / 4", "max(1, len(xs) // 4)"),
            ("len(xs)/workers", "max(1, len(xs) // workers)"),
        ],
    )
    def test_quotients(self, before: str, after: str) -> None:
        body = f"def main(xs, workers):\n    with mp.Pool() as pool:\n        pool.map(abs, xs, chunksize={before})\n\nmain([1], 2)\n"
        assert f"chunksize={after})" in fixed(ADD + body, "MP608")

    def test_a_quotient_that_is_used_elsewhere(self) -> None:
        body = "def main(xs):\n    size = len(xs) / 4\n    with mp.Pool() as pool:\n        pool.map(abs, xs, chunksize=size)\n    return size\n\nmain([1])\n"
        assert reason(ADD + body, "MP608") == "`size` is used for something else as well"


class TestSentinels:
    SOURCE = """\
import multiprocessing as mp

DONE = object()

def work(tasks):
    while (task := tasks.get()) is not DONE:
        print(task)

if __name__ == "__main__":
    tasks = mp.Queue()
    mp.Process(target=work, args=(tasks,)).start()
    tasks.put(DONE)
"""

    def test_a_member_of_an_enum(self) -> None:
        new = fixed(self.SOURCE, "MP212")
        assert 'class _Done(enum.Enum):\n    DONE = "done"\n\n\nDONE = _Done.DONE\n' in new
        assert new.startswith("import enum\nimport multiprocessing as mp\n")

    def test_its_class_gets_a_name_that_is_free(self) -> None:
        new = fixed(self.SOURCE.replace("def work", "def _Done():\n    pass\n\ndef work"), "MP212")
        assert "class _Done_2(enum.Enum):" in new

    def test_one_that_is_bound_again(self) -> None:
        source = self.SOURCE.replace("DONE = object()", "try:\n    DONE = object()\nexcept NameError:\n    DONE = 1")
        assert fixed(source, "MP212") == source


class TestFlags:
    SOURCE = """\
import multiprocessing as mp

class Worker(mp.Process):
    def __init__(self):
        super().__init__()
        self._running = True  # at first

    def run(self):
        while self._running:
            pass

    def stop(self):
        self._running = False

if __name__ == "__main__":
    worker = Worker()
    worker.start()
    worker.stop()
"""

    def test_an_event(self) -> None:
        new = fixed(self.SOURCE, "MP618")
        assert "        self._running = mp.Event()  # at first\n        self._running.set()\n" in new
        assert "        while self._running.is_set():\n" in new
        assert "        self._running.clear()\n" in new

    def test_one_that_others_look_at(self) -> None:
        source = self.SOURCE.replace("    worker.stop()\n", "    worker.stop()\n    print(worker._running)\n")
        assert reason(source, "MP618") == "`_running` is also used outside its class"

    def test_one_that_is_more_than_a_flag(self) -> None:
        source = self.SOURCE.replace("self._running = False", "self._running = None")
        assert fixed(source, "MP618") == source


class TestHandingOver:
    POOL = """\
from multiprocessing import Pool

table = []
limit = 0

def prepare(seed):
    print(seed)

def look_up(number):
    return table[number] + limit

if __name__ == "__main__":
    table = [1, 2]
    limit = 3
    with Pool(1, initializer=prepare, initargs=(7,)) as pool:
        print(pool.map(look_up, [0]))
"""

    def test_an_initializer_that_is_there_sets_one_more_name(self) -> None:
        new = fixed(self.POOL, "MP105")
        assert "    global table\n    table = table_value\n" in new
        assert "    global limit\n    limit = limit_value\n" in new
        assert "def prepare(limit_value, table_value, seed):" in new
        assert "initargs=(limit, table, 7)" in new

    def test_an_initializer_that_others_call_stays(self) -> None:
        source = self.POOL.replace("    table = [1, 2]\n", "    table = [1, 2]\n    prepare(1)\n")
        assert fixed(source, "MP105") == source

    SUBCLASS = """\
import multiprocessing as mp

class Reader(mp.Process):
    def __init__(self, page):
        super().__init__()
        self.page = page

    def run(self):
        print(f"{verb} {self.page}")

if __name__ == "__main__":
    verb = "reading"
    reader = Reader(4)
    reader.start()
"""

    def test_the_constructor_of_a_process_takes_and_keeps_it(self) -> None:
        new = fixed(self.SUBCLASS, "MP105")
        assert "def __init__(self, verb, page):\n        super().__init__()\n        self.verb = verb\n" in new
        assert 'print(f"{self.verb} {self.page}")' in new
        assert "reader = Reader(verb, 4)" in new

    def test_a_name_that_processes_have_themselves(self) -> None:
        source = self.SUBCLASS.replace("verb", "name")
        assert reason(source, "MP105") == "`name` is an attribute of it already"

    def test_a_class_that_is_subclassed_or_passed_on(self) -> None:
        source = self.SUBCLASS + "\nkinds = [Reader]\n"
        assert fixed(source, "MP105") == source


class TestOrder:
    def test_a_with_reaches_further(self) -> None:
        source = """\
import multiprocessing as mp

def main():
    with mp.Manager() as manager:
        shared = manager.dict()
    # how many
    print(len(shared), '''
as it is
''')

if __name__ == "__main__":
    main()
"""
        new = fixed(source, "MP504")
        assert "        # how many\n        print(len(shared), '''\nas it is\n''')\n" in new

    def test_a_with_that_has_other_items_does_not(self) -> None:
        source = """\
import multiprocessing as mp

def main(path):
    with mp.Manager() as manager, open(path) as file:
        shared = manager.dict()
    print(len(shared))

if __name__ == "__main__":
    main("x")
"""
        assert reason(source, "MP504") == "the `with` has other items"

    def test_a_lock_over_several_lines(self) -> None:
        source = """\
import multiprocessing as mp

def work(lock, row):
    lock.acquire()
    # writes
    if not row:
        raise ValueError(
            "empty"
        )
    lock.release()

if __name__ == "__main__":
    mp.Process(target=work, args=(mp.Lock(), "")).start()
"""
        new = fixed(source, "MP511")
        assert (
            "    with lock:\n        # writes\n        if not row:\n            raise ValueError(\n"
            '                "empty"\n            )\n\nif __name__'
        ) in new


class TestWhatStays:
    def test_nothing_is_written_behind_a_return(self) -> None:
        source = """\
from multiprocessing.shared_memory import SharedMemory

def first():
    block = SharedMemory(create=True, size=8)
    block.close()
    block.unlink()
    return block.buf[0]

if __name__ == "__main__":
    print(first())
"""
        assert reason(source, "MP403") == "nothing behind it in its block runs"

    def test_a_docstring_that_shares_its_line_comes_first(self) -> None:
        source = """\
import multiprocessing as mp
import random

dice = random.Random()

def roll(results):
    "Rolls."; results.put(dice.random())

if __name__ == "__main__":
    results = mp.SimpleQueue()
    workers = [mp.Process(target=roll, args=(results,)) for _ in range(3)]
    for worker in workers:
        worker.start()
"""
        new = fixed(source, "MP304")
        assert '    "Rolls."\n    dice.seed()\n    results.put(dice.random())\n' in new

    NUMBER = """\
import multiprocessing as mp

class Meters(float):
    def __new__(cls, value, unit):
        self = super().__new__(cls, value)
        self.unit = unit
        return self

if __name__ == "__main__":
    queue = mp.Queue()
    queue.put(Meters(1, "m"))
"""

    def test_what_a_class_is_made_of(self) -> None:
        new = fixed(self.NUMBER, "MP213")
        assert "    def __getnewargs__(self):\n        return (float(self), self.unit)\n" in new

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("        self = super", "        value = value * 2\n        self = super"),
            ("        self.unit = unit\n", "        self.unit = unit.lower()\n"),
            ("        return self\n", "        return self\n\n    def __float__(self):\n        return 0.0\n"),
            (
                "        return self\n",
                "        return self\n\n    def __reduce__(self):\n        return Meters, (1, 2)\n",
            ),
        ],
    )
    def test_what_it_cannot_be_made_of_again(self, before: str, after: str) -> None:
        source = self.NUMBER.replace(before, after)
        assert fixed(source, "MP213") == source

    LOCK = """\
import multiprocessing as mp
import threading

def work(lock):
    with lock:
        print("worked")

def main():
    lock = threading.Lock()
    worker = mp.Process(target=work, args=(lock,))
    worker.start()
    worker.join()

if __name__ == "__main__":
    main()
"""

    def test_a_lock_of_threads(self) -> None:
        assert fixed(self.LOCK, "MP205") == self.LOCK.replace("threading.Lock()", "mp.Lock()")

    @pytest.mark.parametrize("kind", ["BoundedSemaphore", "Event"])
    def test_others_of_threads(self, kind: str) -> None:
        source = self.LOCK.replace("threading.Lock()", f"threading.{kind}()")
        assert f"lock = mp.{kind}()" in fixed(source, "MP205")

    @pytest.mark.parametrize("use", ["lock.acquire(blocking=False)", "lock.locked()"])
    def test_one_that_is_used_as_those_of_processes_cannot_be(self, use: str) -> None:
        source = self.LOCK.replace("    worker.start()\n", f"    worker.start()\n    {use}\n")
        assert reason(source, "MP205") == "it is used in a way that processes do not have"

    def test_a_decorated_generator_function_is_none(self) -> None:
        source = """\
import contextlib
from multiprocessing import Pool

@contextlib.contextmanager
def opened(path):
    yield path

if __name__ == "__main__":
    with Pool() as pool:
        print(pool.map(opened, ["a"]))
"""
        assert fixed(source, "MP209") == source


class TestSpawn:
    """What breaks under fork only is spawned, with what is passed to it."""

    THREAD = """\
import multiprocessing as mp
import threading
import time

def tick():
    time.sleep(1)

def work(results):
    results.put(1)

def main():
    threading.Thread(target=tick).start()
    results = mp.Queue()
    workers = [mp.Process(target=work, args=(results,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    print([results.get() for _ in workers])
    for worker in workers:
        worker.join()

if __name__ == "__main__":
    main()
"""

    def test_processes_of_a_list_and_their_queue(self) -> None:
        new = fixed(self.THREAD, "MP301")
        assert 'results = mp.get_context("spawn").Queue()\n' in new
        assert '[mp.get_context("spawn").Process(target=work, args=(results,)) for _ in range(2)]' in new

    def test_an_executor_gets_a_context(self) -> None:
        source = self.THREAD.replace(
            "import time\n", "import time\nfrom concurrent.futures import ProcessPoolExecutor\n"
        )
        start = source.index("    results = mp.Queue()")
        body = "    with ProcessPoolExecutor(1) as executor:\n        print(executor.submit(abs, -1).result())\n\n"
        source = source[:start] + body + source[source.index("if __name__") :]
        assert 'ProcessPoolExecutor(1, mp_context=mp.get_context("spawn"))' in fixed(source, "MP301")

    def test_the_context_that_is_there(self) -> None:
        source = self.THREAD.replace("    results = mp", '    context = mp.get_context("fork")\n    results = context')
        source = source.replace("mp.Process", "context.Process")
        assert fixed(source, "MP301") == source.replace('"fork"', '"spawn"')

    def test_a_context_that_is_chosen_elsewhere(self) -> None:
        source = self.THREAD.replace("def main():", "def main(method='fork'):")
        source = source.replace("    results = mp", "    context = mp.get_context(method)\n    results = context")
        assert "chosen elsewhere" in reason(source.replace("mp.Process", "context.Process"), "MP301")

    def test_what_a_spawned_process_cannot_be_given(self) -> None:
        """The linter finds the lambda, and the fix is taken back."""
        source = self.THREAD.replace("target=work, args=(results,)", "target=lambda: None")
        assert fixed(source, "MP301") == source

    def test_a_connection_that_is_opened_under_the_guard(self) -> None:
        source = """\
            import multiprocessing as mp
            import sqlite3

            def work(number):
                return base.execute("select ?", (number,)).fetchone()

            if __name__ == "__main__":
                base = sqlite3.connect("base.db")
                with mp.get_context("fork").Pool(1) as pool:
                    print(pool.map(work, [1]))
            """
        assert "does not create it" in reason(source, "MP303")


class TestStateThatIsSharedNow:
    LIST = """\
import multiprocessing as mp

def work(bag, word):
    bag.append(word)

def main():
    bag = []
    process = mp.Process(target=work, args=(bag, "end"))
    process.start()
    process.join()
    for word in bag:
        print(word, len(bag), bag[0])
    return bag

if __name__ == "__main__":
    main()
"""

    def test_what_looks_at_all_of_it_gets_a_copy(self) -> None:
        new = fixed(self.LIST, "MP510")
        assert "    manager = mp.Manager()\n    bag = manager.list()\n" in new
        assert "for word in list(bag):\n        print(word, len(list(bag)), bag[0])\n    return list(bag)\n" in new

    def test_one_that_is_assigned_again(self) -> None:
        source = self.LIST.replace("    return bag\n", "    bag = [*bag, 1]\n    return bag\n")
        assert "created here" in reason(source, "MP510")

    def test_a_lock_for_what_has_none(self) -> None:
        source = """\
import multiprocessing as mp

def work(counts, word):
    for _ in range(9):
        counts[word] += 1

def main():
    with mp.Manager() as manager:
        counts = manager.dict(a=0)
        workers = [mp.Process(target=work, args=(counts, "a")) for _ in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        print(counts["a"])

if __name__ == "__main__":
    main()
"""
        new = fixed(source, "MP409")
        assert (
            "def work(lock, counts, word):\n    for _ in range(9):\n        with lock:\n            counts[word] += 1"
            in new
        )
        assert "        lock = mp.Lock()\n        workers = [mp.Process(target=work, args=(lock, counts" in new

    def test_which_lock_protects_it_is_not_known(self) -> None:
        source = """\
import multiprocessing as mp

lock = mp.Lock()

def work(counts, word):
    counts[word] += 1

def main():
    with mp.Manager() as manager:
        counts = manager.dict(a=0)
        workers = [mp.Process(target=work, args=(counts, "a")) for _ in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        print(counts["a"])

if __name__ == "__main__":
    main()
"""
        assert reason(source, "MP409") == "it is not known which lock protects it"


class TestExits:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("sys.exit(3)", 'raise RuntimeError("exit status 3")'),
            ("sys.exit(f'no {item}')", "raise RuntimeError(f'no {item}')"),
            ("os._exit(1)", 'raise RuntimeError("exit status 1")'),
            ("raise SystemExit('bad')", "raise RuntimeError('bad')"),
            ("raise KeyboardInterrupt", 'raise RuntimeError("KeyboardInterrupt")'),
        ],
    )
    def test_what_says_that_something_is_wrong_is_raised(self, before: str, after: str) -> None:
        assert fixed(self.program(before), "MP801") == self.program(after)

    @pytest.mark.parametrize("before", ["sys.exit()", "sys.exit(0)", "sys.exit(item)", "os._exit(item)"])
    def test_what_may_mean_success_is_not(self, before: str) -> None:
        assert reason(self.program(before), "MP801") == "it is not known whether it means success"

    def test_a_handler_would_catch_it(self) -> None:
        body = "try:\n            sys.exit(3)\n        except ValueError:\n            pass"
        assert "handler" in reason(self.program(body), "MP801")

    @staticmethod
    def program(statement: str) -> str:
        return (
            "import os\nimport sys\nfrom multiprocessing import Pool\n\n\ndef work(item):\n    if item:\n"
            f"        {statement}\n    return item\n\n\n"
            "if __name__ == '__main__':\n    with Pool(1) as pool:\n        print(pool.map(work, [0, 1]))\n"
        )


class TestSetInWorkers:
    SOURCE = """\
import multiprocessing as mp

class Price:
    rate = 1

def work(amount):
    return amount * Price.rate

def main():
    Price.rate = 2
    with mp.Pool(1) as pool:
        print(pool.map(work, [1]))

if __name__ == "__main__":
    main()
"""

    def test_by_an_initializer(self) -> None:
        new = fixed(self.SOURCE, "MP105")
        assert "def _set_rate(value):\n    Price.rate = value\n" in new
        assert "mp.Pool(1, initializer=_set_rate, initargs=(Price.rate,))" in new

    def test_by_an_argument(self) -> None:
        start = "    process = mp.Process(target=work, args=(1,))\n    process.start()\n    process.join()\n"
        source = self.SOURCE.replace("    with mp.Pool(1) as pool:\n        print(pool.map(work, [1]))\n", start)
        new = fixed(source, "MP105")
        assert "def work(rate_value, amount):\n    Price.rate = rate_value\n" in new
        assert "args=(Price.rate, 1)" in new


class TestMethodsOfLargeObjects:
    SOURCE = """\
import multiprocessing as mp

class Lookup:
    def __init__(self):
        self.table = list(range(1_000_000))

    def find(self, number):
        return self.table[number]

    def find_all(self, numbers):
        with mp.Pool(2) as pool:
            return pool.map(self.find, numbers)

if __name__ == "__main__":
    print(Lookup().find_all(range(40)))
"""

    def test_the_object_is_passed_once(self) -> None:
        new = fixed(self.SOURCE, "MP701")
        assert "return _self.find(*args, **kwargs)\n" in new
        assert "mp.Pool(2, initializer=_keep_self, initargs=(self,))" in new
        assert "pool.map(_find_kept, numbers)" in new

    def test_a_private_method(self) -> None:
        assert "private" in reason(
            self.SOURCE.replace("find(", "__find(").replace("self.find,", "self.__find,"), "MP701"
        )


class TestSafety:
    """A fix that others can see from another file is unsafe."""

    @pytest.mark.parametrize(
        ("code", "source", "safe"),
        [
            ("MP618", TestFlags.SOURCE, True),
            ("MP618", TestFlags.SOURCE.replace("_running", "running"), False),
            ("MP105", TestHandingOver.SUBCLASS, False),
            ("MP213", TestWhatStays.NUMBER, True),
            ("MP212", TestSentinels.SOURCE, True),
            ("MP205", TestWhatStays.LOCK, True),
        ],
    )
    def test_by_what_changes(self, code: str, source: str, safe: bool) -> None:
        settings = Settings(enable=frozenset({code}))
        fixed_text = apply_fixes(source, "program.py", settings, Policy(False, frozenset({code})))
        assert (fixed_text.text != source) is safe
        assert fixed(source, code) != source


class TestWhatCannotBePassed:
    def test_a_name_that_is_a_parameter_already(self) -> None:
        source = """\
            import multiprocessing as mp

            stop = mp.Event()

            def poll(interval, stop=stop):
                stop.wait(interval)

            if __name__ == "__main__":
                process = mp.Process(target=poll, args=(0.05,))
                process.start()
                stop.set()
                process.join()
            """
        assert "has a parameter of this name" in reason(textwrap.dedent(source), "MP108")

    def test_what_is_in_the_place_of_a_definition(self) -> None:
        source = """\
            import multiprocessing as mp
            from unittest import mock

            def rate():
                return 1

            def price(amount):
                print(amount * rate())

            if __name__ == "__main__":
                with mock.patch(f"{__name__}.rate", return_value=2):
                    process = mp.Process(target=price, args=(21,))
                    process.start()
                    process.join()
            """
        assert "in the place of a definition" in reason(textwrap.dedent(source), "MP105")


@pytest.mark.parametrize(
    ("text", "makes_sense"),
    [
        ("def f(a, a):\n    pass\n", False),
        ("def f():\n    nonlocal a\n", False),
        ("def f(:\n", False),
        ("await f()\n", True),  # a cell of a notebook
        ("assert (1, 'always true')\n", True),
    ],
)
def test_what_is_a_program(text: str, makes_sense: bool) -> None:
    """Parsing alone lets the first ones pass."""
    assert is_program(text) is makes_sense


class TestDaemons:
    """A process that gets its work later must not be joined where it is started."""

    WORK = "import multiprocessing\n\n\ndef work(tasks):\n    for task in iter(tasks.get, None):\n        print(task)\n\n\n"
    MAIN = "\n\nif __name__ == '__main__':\n    main()\n"

    def test_it_is_joined_at_the_end_of_the_function(self) -> None:
        main = (
            "def main():\n    tasks = multiprocessing.SimpleQueue()\n"
            "    process = multiprocessing.Process(target=work, args=(tasks,), daemon=True)\n    process.start()\n"
            "    tasks.put(1)\n    tasks.put(None)\n"
        )
        assert "    tasks.put(None)\n    process.join()\n" in fixed(self.WORK + main + self.MAIN, "MP806")

    @pytest.mark.parametrize(
        ("made", "start"),
        [
            ("self.process = {}", "self.process.start()"),
            ("self.many = [{}]", "for process in self.many:\n            process.start()"),
        ],
    )
    def test_one_that_an_object_has_is_left_to_it(self, made: str, start: str) -> None:
        process = "multiprocessing.Process(target=work, args=(self.tasks,), daemon=True)"
        source = (
            "class Log:\n    def __init__(self):\n        self.tasks = multiprocessing.SimpleQueue()\n"
            f"        {made.format(process)}\n\n    def start(self):\n        {start}\n\n"
            "    def stop(self):\n        self.tasks.put(None)\n\n\n"
            "def main():\n    log = Log()\n    log.start()\n    log.tasks.put(1)\n    log.stop()\n"
        )
        assert "stored in an object" in reason(self.WORK + source + self.MAIN, "MP806")

    def test_one_that_is_returned_is_left_to_the_caller(self) -> None:
        source = (
            "def begin(tasks):\n    process = multiprocessing.Process(target=work, args=(tasks,), daemon=True)\n"
            "    process.start()\n    return process\n\n\n"
            "def main():\n    tasks = multiprocessing.SimpleQueue()\n    begin(tasks)\n    tasks.put(1)\n    tasks.put(None)\n"
        )
        assert "its caller decides" in reason(self.WORK + source + self.MAIN, "MP806")
