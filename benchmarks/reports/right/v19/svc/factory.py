from __future__ import annotations

import multiprocessing as mp

from .backend import Backend
from .service import Service


def make_backend(workers: int) -> Backend:
    return Backend(mp.Pool(workers))


def build_service(workers: int) -> Service:
    backend = make_backend(workers)
    try:
        return Service(backend, name="cubes")
    except Exception:
        backend.close()
        raise
