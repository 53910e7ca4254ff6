"""One process per task; ends of pipes tell who died."""
from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait

from .tasks import Task, child_main


@dataclass
class Running:
    task: Task
    process: multiprocessing.Process
    tries: int


class Fleet:
    def __init__(self, size: int, retries: int) -> None:
        self.size = size
        self.retries = retries
        self.running: dict[Connection, Running] = {}

    def _launch(self, task: Task, tries: int) -> None:
        receiver, sender = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.Process(target=child_main, args=(task, sender))
        process.start()
        sender.close()
        self.running[receiver] = Running(task, process, tries)

    def run(self, tasks: list[Task]) -> dict[int, object]:
        todo = [(task, 0) for task in reversed(tasks)]
        outcomes: dict[int, object] = {}
        while todo or self.running:
            while todo and len(self.running) < self.size:
                self._launch(*todo.pop())
            for connection in wait(list(self.running)):
                entry = self.running.pop(connection)
                try:
                    outcomes[entry.task.number] = connection.recv()
                except EOFError:
                    if entry.tries < self.retries:
                        todo.append((entry.task, entry.tries + 1))
                    else:
                        entry.process.join()
                        outcomes[entry.task.number] = f"died ({entry.process.exitcode})"
                connection.close()
                entry.process.join()
        return outcomes
