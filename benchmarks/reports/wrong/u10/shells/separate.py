"""Separation of shells, an image a task."""

import logging
from multiprocessing import Pool

from .io import read_bvals, write_shell

logger = logging.getLogger(__name__)


def separate_bshells(image_path, ref_bvals):
    bvals = read_bvals(image_path)
    shells = {}
    for ref in ref_bvals:
        indices = [n for n, value in enumerate(bvals) if value == ref]
        if not indices:
            raise ValueError(f"{image_path.name} has no shell {ref}")
        shells[ref] = indices
    write_shell(image_path, shells)


def separate_all(images, ref_bvals, ncpu):
    pool = Pool(ncpu)
    for path in images:
        pool.apply_async(separate_bshells, kwds={"image_path": path, "ref_bvals": ref_bvals})
    pool.close()
    pool.join()
    logger.info("%d images done", len(images))
