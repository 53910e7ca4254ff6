import logging

log = logging.getLogger(__name__)


def work(set_up, queue, number: int) -> None:
    set_up(queue)
    log.info("working on %d", number)
    log.info("done with %d", number)
