import logging
import multiprocessing

logger = logging.getLogger(__name__)


def serialize(chunk):
    return [f"variant-{n}:{n % 7}" for n in chunk]


def map_chunks(objects, size, workers):
    chunks = [objects[i:i + size] for i in range(0, len(objects), size)]
    logger.info("processing %d objects in %d chunks", len(objects), len(chunks))
    out = []
    with multiprocessing.Pool(workers) as pool:
        for part in pool.imap(serialize, chunks):
            out.extend(part)
    return out, len(chunks)
