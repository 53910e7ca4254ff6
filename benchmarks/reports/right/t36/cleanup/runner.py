from __future__ import annotations

from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field

from .models import Store
from .tasks import ProtectedRow, delete_chunk


@dataclass
class Report:
    chunks: int = 0
    errors: list = field(default_factory=list)


class BulkDelete:
    def __init__(self, executor: ProcessPoolExecutor, store: Store, size: int = 10) -> None:
        self.executor = executor
        self.store = store
        self.size = size
        self.futures: list[Future] = []

    def schedule(self, names: list[str]) -> None:
        for start in range(0, len(names), self.size):
            chunk = names[start:start + self.size]
            self.futures.append(self.executor.submit(delete_chunk, str(self.store.folder), chunk))

    def finish(self, errors: list) -> int:
        done = 0
        for future in as_completed(self.futures):
            try:
                future.result()
            except ProtectedRow as error:
                errors.append(error)
            else:
                done += 1
        return done


def run_cleanup(store: Store, days: int, concurrency: int) -> Report:
    report = Report()
    with ProcessPoolExecutor(max_workers=concurrency) as executor:
        deletes = BulkDelete(executor, store)
        deletes.schedule(store.older_than(days))
        report.chunks = deletes.finish(report.errors)
    return report
