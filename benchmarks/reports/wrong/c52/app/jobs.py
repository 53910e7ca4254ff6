import logging

log = logging.getLogger(__name__)


def compress(name):
    log.info("compressing %s", name)
    size = len(name) * 3
    log.info("%s done, %d bytes", name, size)
    return size
