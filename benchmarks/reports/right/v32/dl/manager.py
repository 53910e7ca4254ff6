from __future__ import annotations

import multiprocessing as mp
import time

from .shared import Shared


def download(name: str, shared: Shared) -> None:
    with shared:
        time.sleep(0.05)
    shared.finished()


class DownloadManager:
    def __init__(self, limit: int) -> None:
        self.limit = limit

    def fetch(self, names: list[str]) -> tuple[int, int]:
        shared = Shared(self.limit)
        processes = [mp.Process(target=download, args=(name, shared)) for name in names]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        return shared.done.value, shared.peak.value
