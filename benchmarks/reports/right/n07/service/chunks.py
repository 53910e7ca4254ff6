import logging
import multiprocessing
import signal

logger = logging.getLogger(__name__)


def _reset_signals():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def serialize(chunk):
    return [f"variant-{n}:{n % 7}" for n in chunk]


def map_chunks(objects, size, workers):
    chunks = [objects[i:i + size] for i in range(0, len(objects), size)]
    logger.info("processing %d objects in %d chunks", len(objects), len(chunks))
    out = []
    pool = multiprocessing.Pool(workers, initializer=_reset_signals)
    try:
        for part in pool.imap(serialize, chunks):
            out.extend(part)
        pool.close()
    except BaseException:
        pool.terminate()
        raise
    finally:
        pool.join()
    return out, len(chunks)
