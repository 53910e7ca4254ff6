import logging
import time

log = logging.getLogger(__name__)


def heartbeat(name, stop, beats):
    """Count until asked to stop."""
    while not stop.wait(0.05):
        with beats.get_lock():
            beats.value += 1
    log.info("%s leaves", name)


def idle(name, stop):
    while not stop.is_set():
        time.sleep(0.05)
