"""Many files: answered by the cache where it can, else checked, by several processes where they are worth it."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from flake8_mp.configuration import Configuration
from flake8_mp.frontends.cache import Cache, key_of
from flake8_mp.frontends.checking import Answer, Prefilter, Request, digest, read, read_and_check
from flake8_mp.frontends.discovery import Found, Trouble, reason
from flake8_mp.frontends.fix_policy import Policy
from flake8_mp.frontends.interrupts import signals_blocked, unblock_signals

ALONE = 150_000
"""So many bytes of files that matter are checked faster by one process than by several, which have to start."""
MOST_ON_WINDOWS = 61
"""Workers that a pool can have there, since a process waits for so many at once. Source:
``Lib/concurrent/futures/process.py``."""
_GRACE = 1.0  # seconds that workers have to end
_PORTION = 60_000
"""Bytes of source that a worker gets at a time, at least."""
_PATIENCE = 3
"""So many processes may die one after another before it is believed that none can live."""

KILLED = "not checked: its worker process was killed"


@dataclass
class Checked:
    """One file and what came of it."""

    found: Found | Trouble
    answer: Answer

    @property
    def problem(self) -> str:
        """Why it could not be checked, in one line without its name."""
        return self.found.reason if isinstance(self.found, Trouble) else self.answer.problem


@dataclass
class _Task:
    """A file whose answer is not known yet."""

    found: Found
    request: Request
    size: int
    answer: Answer | None = None


@dataclass
class Run:
    """How files are checked: whether comments count, by how many processes, with which cache.

    ``checked`` counts the files of which the answer is known, ``remembered`` those of which the cache knew it, and
    ``worked`` those that were analysed.
    """

    noqa: bool = True
    idle_noqa: bool = False
    jobs: int = 1
    cache: Cache | None = None
    fixes: bool = False
    """Whether findings come with their fixes."""
    applies_fixes: bool = False
    """Whether fixes are applied to what is read; nothing is written. Nothing of that is for the cache."""
    checked: int = 0
    remembered: int = 0
    worked: int = 0
    incomplete: list[Found] = field(default_factory=list)
    """The files that were not followed to their ends, since the bound on work was reached."""
    _keys: dict[tuple[int, bool], tuple[Configuration, bytes]] = field(default_factory=dict, repr=False)

    def check(
        self, files: Iterable[Found | Trouble], progress: Callable[[int, int], None] | None = None
    ) -> Iterator[Checked]:
        """Check files and yield those of which there is something to report, in their order.

        Nothing is kept of the others, so that memory does not grow with their number. Raises nothing of its own; what
        ``files`` raises passes through. ``progress`` is called with how many of the files that need work are done, and
        how many there are.
        """
        prefilter = Prefilter(self.idle_noqa)
        waiting: deque[Checked | _Task] = deque()
        for found in files:
            if isinstance(found, Trouble):
                waiting.append(Checked(found, Answer()))
            elif isinstance(known := self._known(found, prefilter), _Task):
                self.worked += 1
                waiting.append(known)
            elif self._worth_reporting(found, known):
                waiting.append(Checked(found, known))
        tasks = [each for each in waiting if isinstance(each, _Task)]
        for done, _ in enumerate(self._work(tasks), 1):
            if progress is not None:
                progress(min(done, len(tasks)), len(tasks))
            while waiting and (isinstance(first := waiting[0], Checked) or first.answer is not None):
                waiting.popleft()
                if isinstance(first, Checked):
                    yield first
                elif self._worth_reporting(first.found, answer := self._finished(first)):
                    yield Checked(first.found, answer)

    def _worth_reporting(self, found: Found, answer: Answer) -> bool:
        self.checked += not answer.problem
        if answer.is_incomplete:
            self.incomplete.append(found)
        return bool(answer.findings or answer.problem or answer.fixed is not None)

    def _known(self, found: Found, prefilter: Prefilter) -> Answer | _Task:
        """Return the answer to a file where no work is needed for it, else the work."""
        try:
            return self._answer_or_task(found, prefilter)
        except Exception as error:  # the boundary: the other files are still to be checked
            from flake8_mp.frontends.boundary import internal

            return Answer(problem=internal(error))

    def _answer_or_task(self, found: Found, prefilter: Prefilter) -> Answer | _Task:
        settings = found.configuration.settings
        key, cache = self._key(found), self.cache
        if cache is not None and (answer := cache.untouched(found.path, key, found.status)) is not None:
            self.remembered += 1
            return answer
        try:
            data = read(found.path)
        except (OSError, ValueError) as error:
            return Answer(problem=reason(error))
        if cache is not None and (answer := cache.unchanged(found.path, key, found.status, data)) is not None:
            self.remembered += 1
            return answer
        if prefilter.passes(found.path, data) or found.must_be_notebook:
            policy = Policy.of(found.configuration.choices) if self.fixes else None
            traced = cache is not None
            request = Request(
                found.path,
                settings,
                noqa=self.noqa,
                idle_noqa=self.idle_noqa,
                traced=traced,
                fixes=policy,
                applies_fixes=self.applies_fixes,
            )
            return _Task(found, request, len(data))
        if cache is None:
            return Answer()
        answer = Answer(consulted=prefilter.consulted(found.path, data), digest=digest(data))
        cache.keep(found.path, key, found.status, answer)
        return answer

    def _finished(self, task: _Task) -> Answer:
        answer = task.answer
        if answer is None:
            raise AssertionError(task)
        if self.cache is not None:
            self.cache.keep(task.found.path, self._key(task.found), task.found.status, answer)
        return answer

    def _key(self, found: Found) -> bytes:
        configuration, named = found.configuration, found.must_be_notebook
        if (id(configuration), named) not in self._keys:
            policy = Policy.of(configuration.choices).key if self.fixes else None
            key = key_of(configuration.settings, self.noqa, self.idle_noqa, named, policy)
            self._keys[id(configuration), named] = configuration, key
        return self._keys[id(configuration), named][1]

    def _work(self, tasks: Sequence[_Task]) -> Iterator[None]:
        """Find the answers, in whatever order; yield after each, and once where there is nothing to do."""
        jobs = min(self.jobs, len(tasks), MOST_ON_WINDOWS if sys.platform == "win32" else len(tasks))
        if jobs > 1 and sum(task.size for task in tasks) > ALONE:
            yield from _share(tasks, jobs)
        else:
            yield from _here(tasks)
        yield


def _share(tasks: Sequence[_Task], jobs: int) -> Iterator[None]:
    """Let several processes do the work; where one is killed, or none can be had, the rest is done by one.

    The pool is made by whatever start method is the default: nothing that it gets depends on one.
    """
    try:
        from concurrent.futures import ProcessPoolExecutor, as_completed
        from concurrent.futures.process import BrokenProcessPool

        _warm_up()
        with _imports_are_ours(), ProcessPoolExecutor(jobs, initializer=_start_worker) as executor:
            try:
                with signals_blocked():
                    futures = {
                        executor.submit(_check_all, [task.request for task in part]): part  # noqa: MP901  (any will do)
                        for part in _portions(tasks)
                    }
                for future in as_completed(futures):
                    for task, answer in zip(futures[future], future.result(), strict=True):
                        task.answer = answer
                    yield
            except BrokenProcessPool:
                yield from _one_by_one([task for task in tasks if task.answer is None])
            except BaseException:
                _end_workers()  # without which the pool would do all that it has been given
                raise
    except (ImportError, OSError, RuntimeError):
        # No semaphores, no memory to share, no room for one more process or file: it is slower, and not impossible.
        yield from _here(task for task in tasks if task.answer is None)


def _here(tasks: Iterable[_Task]) -> Iterator[None]:
    tasks = list(tasks)
    with _unchanged([task.request for task in tasks]), _without_collector():
        for task in tasks:
            task.answer = read_and_check(task.request)
            yield


def _one_by_one(tasks: Sequence[_Task]) -> Iterator[None]:
    """Do the work in one process, which a file may bring down: then the next file gets another one.

    Where one after another is gone before it has done anything, it is not for the files, and no process is to be had.
    """
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    left = deque(tasks)
    in_vain: list[_Task] = []
    while left and len(in_vain) < _PATIENCE:
        # Made again only where the last one has died.
        with ProcessPoolExecutor(1, initializer=_start_worker) as executor:  # noqa: MP703
            while left:
                task = left.popleft()
                with signals_blocked():
                    future = executor.submit(read_and_check, task.request)
                try:
                    task.answer = future.result()
                except BrokenProcessPool:
                    in_vain.append(task)
                    break
                yield from _killed(in_vain)
                yield
    if len(in_vain) < _PATIENCE:
        yield from _killed(in_vain)
    else:
        yield from _here([*in_vain, *left])


def _killed(tasks: list[_Task]) -> Iterator[None]:
    """Say of files that they brought their process down, since another one lived."""
    for task in tasks:
        task.answer = Answer(problem=KILLED)
        yield
    tasks.clear()


def _portions(tasks: Sequence[_Task]) -> Iterator[list[_Task]]:
    """Cut the work into portions, the largest files first, so that no worker is left with one of them at the end."""
    portion: list[_Task] = []
    size = 0
    for task in sorted(tasks, key=lambda task: task.size, reverse=True):
        portion.append(task)
        size += task.size
        if size >= _PORTION:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _check_all(requests: Sequence[Request]) -> list[Answer]:
    with _unchanged(requests):
        return [read_and_check(request) for request in requests]


def _unchanged(requests: Sequence[Request]) -> contextlib.AbstractContextManager[None]:
    """Take the files for unchanged while some are checked, unless they are fixed one after the other."""
    if not requests or any(request.applies_fixes for request in requests):
        return contextlib.nullcontext()
    from flake8_mp.facts.files import unchanged

    return unchanged()


def _warm_up() -> None:
    """Import before a fork what each worker would import after it; other start methods would gain nothing."""
    import multiprocessing

    if multiprocessing.get_all_start_methods()[0] == "fork":
        from flake8_mp.facts.runs import connect  # noqa: F401
        from flake8_mp.rule import all_rules

        all_rules()


def _start_worker() -> None:
    """Leave Ctrl-C to the parent, which ends the workers; keep Python's own warnings about user's code to itself."""
    import warnings

    gc.disable()  # as below
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    unblock_signals()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    warnings.simplefilter("ignore")


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the garbage collector from searching what is all in use: an analysis leaves no cycles behind."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _end_workers() -> None:
    """End the workers, at the latest by force: one that is still starting may not notice."""
    import multiprocessing

    workers = multiprocessing.active_children()
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join(_GRACE)
        if worker.is_alive():
            worker.kill()


@contextlib.contextmanager
def _imports_are_ours() -> Iterator[None]:
    """Keep workers that are new interpreters from importing what lies in the current folder: it is the user's.

    ``-c``, by which multiprocessing starts them, looks there first, and a ``random.py`` of the user's would be run.
    """
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before


def _end_with_parent() -> None:
    """End this worker when its parent is gone: nothing would take its answers, or ask it to end."""
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def usable_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
