import logging
import random
from multiprocessing import Pool

from forest import DmatPart

log = logging.getLogger("xcf")
rejection = 0.0


def setup_worker(rej):
    global rejection
    rejection = rej
    random.seed(0)


def dmat(forest):
    part = DmatPart(forest.pixel)
    for index, weight in enumerate(forest.pairs):
        if random.random() < rejection:
            continue
        part.kept.append(index)
        part.weight += weight
    return part


def compute_dmat(forests, rej, nproc):
    with Pool(nproc, initializer=setup_worker, initargs=(rej,), maxtasksperchild=1) as pool:
        parts = pool.map(dmat, forests, chunksize=1)
    log.info("total weight %.2f", sum(part.weight for part in parts))
    return parts
