import logging
from concurrent.futures import ProcessPoolExecutor

from .infer import infer_key, infer_label

log = logging.getLogger("schema.build")


def rebuild(tables, processes):
    attributes = []
    with ProcessPoolExecutor(processes) as executor:
        keys = executor.map(infer_key, tables)
        labels = executor.map(infer_label, tables)
        for key, label in zip(keys, labels):
            attributes += [key, label]
    log.info("%d attributes", len(attributes))
    return attributes
