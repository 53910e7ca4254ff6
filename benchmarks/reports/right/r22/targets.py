import logging
from functools import partial

from parmap import MapReduce

log = logging.getLogger("targets")


def _select(rmax, sweep):
    return [(source.brick, source.objid) for source in sweep.sources if source.rmag < rmax]


def select_targets(sweeps, rmax, numproc):
    """Apply the magnitude cut to every sweep and merge the results."""
    def _merge(part):
        log.info("%d targets from one sweep", len(part))
        return part

    merged = []
    for part in MapReduce(numproc).map(partial(_select, rmax), sweeps, reduce=_merge):
        merged.extend(part)
    return sorted(merged)
