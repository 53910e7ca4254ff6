"""The processes that work for the server: as many as are needed for one slow file not to keep others waiting.

A task that is given up is interrupted; a process that does not notice, or takes longer than the limit, is killed and
replaced. Nothing here knows what the tasks are.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping
from typing import Any, TypeVar

from flake8_mp.frontends.lsp.tasks import Task

USUAL, MOST = 2, 4
"""So many processes are kept, and so many are there at most, while some of them are at something that takes long."""
IMPATIENCE = 0.4
"""Seconds that a task waits for a process before another one is started for it."""
NOTICE = 1.0
"""Seconds in which a process has to give up its task before it is killed."""

R = TypeVar("R")


class TaskFailed(Exception):
    """A task has raised, or its process has died; the text says what, in as many lines as it takes."""


class TooSlow(TaskFailed):
    """A task has taken longer than the limit."""


class _Process:
    """A process that works. Starting it needs no event loop, so that it starts while other things are imported."""

    def __init__(self) -> None:
        # -P: what lies in the current folder is the user's, and must not be imported in the place of Python's own.
        program = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {0} import main; main()"
        self._popen = subprocess.Popen(
            [
                *(sys.executable, "-P", "-c", program.format("flake8_mp.frontends.lsp.worker")),
                json.dumps(sys.path),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._numbers = itertools.count(1)
        self._known: dict[str, str] = {}
        self._answer: tuple[int, asyncio.Future[tuple[bool, Any]]] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._dead = False

    def begin(self, number: int, task: Task[Any], texts: Mapping[str, str]) -> asyncio.Future[tuple[bool, Any]]:
        """Send a task; return the future of its answer."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            threading.Thread(target=self._listen, daemon=True).start()
        changed: dict[str, str | None] = {
            path: text for path, text in texts.items() if self._known.get(path) is not text
        }
        changed |= dict.fromkeys(self._known.keys() - texts.keys())
        self._known = dict(texts)
        future: asyncio.Future[tuple[bool, Any]] = self._loop.create_future()
        self._answer = number, future
        self._send((number, task, changed))
        return future

    def give_up(self) -> None:
        """Say that the answer is not wanted any more."""
        if self._answer is not None:
            self._send(self._answer[0])

    def _send(self, message: object) -> None:
        assert self._popen.stdin is not None
        try:
            self._popen.stdin.write(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))
            self._popen.stdin.flush()
        except OSError:
            pass  # it has died, which the listener reports

    def _listen(self) -> None:
        assert self._popen.stdout is not None
        assert self._loop is not None
        with self._popen.stdout as answers, contextlib.suppress(RuntimeError):  # the loop is closed
            try:
                while True:
                    number, *answer = pickle.load(answers)
                    self._loop.call_soon_threadsafe(self._arrived, number, tuple(answer))
            except (EOFError, OSError, pickle.UnpicklingError, ValueError):
                self._loop.call_soon_threadsafe(self._died)

    def _arrived(self, number: int, answer: tuple[bool, Any]) -> None:
        if self._answer is not None and self._answer[0] == number:
            _, future = self._answer
            self._answer = None
            if not future.done():
                future.set_result(answer)

    def _died(self) -> None:
        self._dead = True
        if self._answer is not None and not self._answer[1].done():
            self._answer[1].set_exception(TaskFailed("its worker process has died"))

    @property
    def lives(self) -> bool:
        """Whether it can be given something to do."""
        return not self._dead and self._popen.poll() is None

    def end(self) -> None:
        """End it, by force; it has nothing to lose."""
        if self._answer is not None:
            self._answer[1].cancel()
            self._answer = None
        with contextlib.suppress(OSError):
            self._popen.kill()
        with contextlib.suppress(OSError):
            if self._popen.stdin is not None:
                self._popen.stdin.close()
        self._popen.wait()
        if self._loop is None and self._popen.stdout is not None:  # else the listener closes it
            self._popen.stdout.close()


class Workers:
    """The processes, and who waits for one."""

    def __init__(self) -> None:
        self._all: list[_Process] = [_Process()]
        self._idle: list[_Process] = list(self._all)
        self._waiting: deque[asyncio.Future[_Process]] = deque()
        self._numbers = itertools.count(1)
        self._settling: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def count(self) -> int:
        """How many processes there are."""
        return len(self._all)

    async def run(self, task: Task[R], texts: Mapping[str, str], limit: float) -> R:
        """Have a task done and return what comes of it.

        ``texts`` stand in the place of files, by their paths, and ``limit`` is in seconds, from when it begins. Where
        this is cancelled, the task is given up. Raises :class:`TaskFailed` and :class:`TooSlow`.
        """
        process = await self._get()
        future = process.begin(next(self._numbers), task, texts)
        try:
            good, value = await asyncio.wait_for(asyncio.shield(future), limit)
        except (TimeoutError, asyncio.CancelledError) as error:
            process.give_up()
            self._settle(process, future)
            if isinstance(error, asyncio.CancelledError):
                raise
            raise TooSlow(f"it took longer than {limit:g} seconds") from None
        except TaskFailed:
            self._put(process)
            raise
        self._put(process)
        if not good:
            raise TaskFailed(str(value))
        result: R = value
        return result

    async def _get(self) -> _Process:
        while self._idle:
            process = self._idle.pop()
            if process.lives:
                return process
            self._all.remove(process)
            process.end()
        if len(self._all) < USUAL:
            self._add()
            return self._idle.pop()
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[_Process] = loop.create_future()
        self._waiting.append(turn)
        impatience = loop.call_later(IMPATIENCE, self._add_worker)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._put(turn.result())
            raise
        finally:
            impatience.cancel()

    def _add(self) -> None:
        process = _Process()
        self._all.append(process)
        self._idle.append(process)

    def _add_worker(self) -> None:
        if len(self._all) < MOST and not self._closed:
            self._add()
            self._put(self._idle.pop())

    def _put(self, process: _Process) -> None:
        """Take a process back; one that has died, or is one too many, is released."""
        while self._waiting and self._waiting[0].done():
            self._waiting.popleft()
        if not process.lives or self._closed or (len(self._all) > USUAL and not self._waiting):
            if process in self._all:
                self._all.remove(process)
            process.end()
            if self._closed or not (self._waiting or len(self._all) < USUAL):
                return
            process = _Process()
            self._all.append(process)
        if self._waiting:
            self._waiting.popleft().set_result(process)
        else:
            self._idle.append(process)

    def _settle(self, process: _Process, future: asyncio.Future[tuple[bool, Any]]) -> None:
        """Take a process back when it has given up; kill it when it does not notice."""

        async def wait() -> None:
            await asyncio.wait({future}, timeout=NOTICE)
            if not future.done():
                future.cancel()
                process.end()
            elif not future.cancelled():
                future.exception()  # that it has died is known already
            self._put(process)

        task = asyncio.get_running_loop().create_task(wait())
        self._settling.add(task)
        task.add_done_callback(self._settling.discard)

    def close(self) -> None:
        """End all of them."""
        self._closed = True
        for process in self._all:
            process.end()
        self._all.clear()
        self._idle.clear()
