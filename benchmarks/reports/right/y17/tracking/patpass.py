import multiprocessing

from . import shared


def _install(ring, turns):
    """Runs in each worker, and in the parent for serial tracking."""
    shared.LATTICE = ring
    shared.TURNS = turns


def _track_one(particle):
    for _ in range(shared.TURNS):
        for element in shared.LATTICE:
            particle = element.track(*particle)
    return particle


def patpass(ring, beam, turns, pool_size=None):
    if pool_size:
        with multiprocessing.Pool(pool_size, _install, (ring, turns)) as pool:
            return pool.map(_track_one, beam)
    _install(ring, turns)
    return [_track_one(particle) for particle in beam]
