import logging

from .embed import embed
from .procs import exec_in_proc

logger = logging.getLogger("ccb.ingest")


def ingest_all(documents, log_queue):
    stats = {}
    for document in documents:
        key, value = exec_in_proc(log_queue, embed, document)
        stats[key] = value
    logger.info("ingested %d documents", len(stats))
    return stats
