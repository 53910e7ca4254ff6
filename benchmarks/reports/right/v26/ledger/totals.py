from __future__ import annotations

import multiprocessing as mp
from multiprocessing import util
from pathlib import Path

from .store import Store

_store: Store | None = None


def _connect(path: Path) -> None:
    global _store
    _store = Store(path)
    util.Finalize(_store, _store.conn.close, exitpriority=10)


def total(account: int) -> int:
    assert _store is not None
    return _store.total(account)


def totals_by_account(path: Path, accounts: list[int]) -> dict[int, int]:
    with mp.Pool(2, _connect, (path,)) as pool:
        totals = pool.map(total, accounts)
        pool.close()
        pool.join()
    return dict(zip(accounts, totals))
