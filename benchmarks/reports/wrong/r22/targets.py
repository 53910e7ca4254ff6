import logging

from parmap import MapReduce

log = logging.getLogger("targets")


def select_targets(sweeps, rmax, numproc):
    """Apply the magnitude cut to every sweep and merge the results."""
    failures = []

    def _select(index):
        sweep = sweeps[index]
        chosen = [source for source in sweep.sources if source.rmag < rmax]
        if not chosen:
            failures.append(sweep.number)
        return [(source.brick, source.objid) for source in chosen]

    def _merge(part):
        log.info("%d targets from one sweep", len(part))
        return part

    merged = []
    for part in MapReduce(numproc).map(_select, range(len(sweeps)), reduce=_merge):
        merged.extend(part)
    return sorted(merged)
