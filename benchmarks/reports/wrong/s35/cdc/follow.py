from __future__ import annotations

import multiprocessing as mp
from dataclasses import dataclass

from .stages import prefetch, transform


@dataclass
class Follow:
    changes: int

    def run(self) -> int:
        changes_in, changes_out = mp.Pipe(duplex=False)
        sql_in, sql_out = mp.Pipe(duplex=False)
        stages = [
            mp.Process(target=prefetch, args=(self.changes, changes_out)),
            mp.Process(target=transform, args=(changes_in, sql_out)),
        ]
        for stage in stages:
            stage.start()
        applied = 0
        while True:
            try:
                sql_in.recv()
            except EOFError:
                break
            applied += 1
        for stage in stages:
            stage.join()
        return applied
