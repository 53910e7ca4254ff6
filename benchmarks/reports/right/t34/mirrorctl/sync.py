from __future__ import annotations

from multiprocessing import Pool
from pathlib import Path

from .commands import CommandSequence, run_sequence
from .shutdown import ShutdownHook, restore_default


class SyncTool:
    def __init__(self, folder: Path, workers: int) -> None:
        self.journal = folder / "shutdown.log"
        self.workers = workers
        ShutdownHook(self.journal).install()

    def run(self, projects: list[str]) -> dict[str, int]:
        sequences = [CommandSequence(project) for project in projects]
        with Pool(self.workers, restore_default) as pool:
            return dict(pool.imap_unordered(run_sequence, sequences))

    def spurious_shutdowns(self) -> int:
        if not self.journal.exists():
            return 0
        return len(self.journal.read_text().splitlines())
