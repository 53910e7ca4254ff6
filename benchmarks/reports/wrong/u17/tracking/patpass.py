"""Parallel tracking."""

import multiprocessing
import sys

from . import shared


def _track_one(particle):
    for _ in range(shared.TURNS):
        particle = shared.LATTICE.one_turn(particle)
    return particle


def _parallel(ring, beam, turns, pool_size):
    shared.LATTICE = ring
    shared.TURNS = turns
    try:
        with multiprocessing.Pool(pool_size) as pool:
            return pool.map(_track_one, beam)
    finally:
        shared.LATTICE = None


def patpass(ring, beam, turns, pool_size=None):
    """Track the beam; in parallel where the platform can."""
    if sys.platform.startswith("linux") and pool_size and pool_size > 1:
        return _parallel(ring, beam, turns, pool_size)
    result = []
    for particle in beam:
        for _ in range(turns):
            particle = ring.one_turn(particle)
        result.append(particle)
    return result
