from __future__ import annotations

import multiprocessing as mp
from dataclasses import dataclass

from .stages import prefetch, transform


@dataclass
class Follow:
    changes: int

    def run(self) -> int:
        changes_in, changes_out = mp.Pipe(duplex=False)
        first = mp.Process(target=prefetch, args=(self.changes, changes_out))
        first.start()
        changes_out.close()
        sql_in, sql_out = mp.Pipe(duplex=False)
        second = mp.Process(target=transform, args=(changes_in, sql_out))
        second.start()
        changes_in.close()
        sql_out.close()
        stages = [first, second]
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
