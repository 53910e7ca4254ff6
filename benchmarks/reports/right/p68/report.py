from __future__ import annotations

import concurrent.futures as cf
import contextlib
import logging
import multiprocessing

from policy import Retry
from sections import BadData
from workers import initialise, render


class Reporter(contextlib.ExitStack):
    """An ExitStack that has an executor as its first resource."""

    def __init__(self, folder, *, workers=2, retry=Retry()):
        super().__init__()
        self._executor = self.enter_context(
            cf.ProcessPoolExecutor(
                workers,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=initialise,
                initargs=(str(folder), logging.WARNING),
            )
        )
        self._threads = self.enter_context(cf.ThreadPoolExecutor(4))
        self._attempt = retry(self._once)

    def _once(self, section, numbers):
        # the wait is in a thread, the work in a process; the closure is never sent
        return self._executor.submit(render, section, numbers).result(timeout=15)

    def build(self, sections, numbers):
        futures = {name: self._threads.submit(self._attempt, name, numbers) for name in sections}
        parts, problems = {}, {}
        for name, future in futures.items():
            try:
                parts[name] = future.result()
            except BadData as exc:
                problems[name] = exc.reason
            except KeyError:
                problems[name] = "no such section"
        return parts, problems
