"""The process that does the work, so that no file keeps the server from answering: ``python -m …lsp.worker``.

It reads messages from its standard input, each a pickle: texts that stand in the place of files, tasks with their
numbers, and the wish to give one up. It answers each task on its standard output. It ends when its input ends, whatever
it is doing: then the server is gone.
"""

from __future__ import annotations

import _thread
import contextlib
import gc
import os
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Mapping
from types import FrameType
from typing import Any, BinaryIO

from flake8_mp.frontends.lsp.tasks import Task, warm_up

SWEEP = 50
"""So many tasks are done between two searches for garbage; an analysis that is not given up leaves none."""


class GivenUp(BaseException):
    """Nobody wants the answer any more. No boundary against ordinary errors may swallow this."""


class Worker:
    """Does one task after the other, in the main thread, while another one listens."""

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self._source = source
        self._sink = sink
        self._waiting: queue.SimpleQueue[tuple[int, Task[Any], Mapping[str, str | None]]] = queue.SimpleQueue()
        self._current = 0
        self._unwanted = 0

    def run(self) -> None:
        """Work until the input ends."""
        signal.signal(signal.SIGINT, self._give_up)
        threading.Thread(target=self._listen, daemon=True).start()
        gc.disable()
        warm_up()
        gc.freeze()
        for count in range(1, sys.maxsize):
            given_up = self._next()
            if given_up or count % SWEEP == 0:
                gc.collect()

    def _next(self) -> bool:
        """Do a task and answer; says whether it was given up."""
        number, task, texts = self._waiting.get()
        _take(texts)
        try:
            try:
                self._current = number
                if number == self._unwanted:
                    raise GivenUp
                answer: tuple[bool, Any] = True, task.run()
            finally:
                self._current = 0
        except GivenUp:
            self._answer(number, (False, None))
            return True
        except Exception as error:  # the boundary: the server reports it, and this process goes on
            import traceback

            answer = False, "".join(traceback.format_exception(error))
        self._answer(number, answer)
        return False

    def _answer(self, number: int, answer: tuple[bool, Any]) -> None:
        pickle.dump((number, *answer), self._sink, pickle.HIGHEST_PROTOCOL)
        self._sink.flush()

    def _listen(self) -> None:
        try:
            while True:
                message = pickle.load(self._source)
                if isinstance(message, int):
                    self._unwanted = message
                    if message == self._current:
                        _thread.interrupt_main(signal.SIGINT)
                else:
                    self._waiting.put(message)
        except BaseException:  # whatever it is, nobody is there any more
            os._exit(0)

    def _give_up(self, signum: int, frame: FrameType | None) -> None:
        if self._current and self._current == self._unwanted:
            raise GivenUp


def _take(texts: Mapping[str, str | None]) -> None:
    """Note which texts stand in the place of files from now on; None is for one that does so no longer."""
    from flake8_mp.facts import files

    for path, text in texts.items():
        if text is None:
            files.unsaved.pop(path, None)
        else:
            files.unsaved[path] = text


def main() -> None:
    """Work for the server that has started this process."""
    import warnings

    warnings.simplefilter("ignore")  # what Python thinks of the user's strings is no output of ours
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What anything prints must not come between the answers.
    with contextlib.suppress(OSError):
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    Worker(source, sink).run()


if __name__ == "__main__":
    main()
