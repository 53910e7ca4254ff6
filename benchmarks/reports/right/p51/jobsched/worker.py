"""The child side. Imports nothing that knows about queues being made."""
import logging
import signal

from .jobs import resolve

log = logging.getLogger(__name__)


def main(number, inbox, outbox):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    handled = 0
    for job in iter(inbox.get, None):
        try:
            value = resolve(job.entry)(*job.args)
        except Exception as exc:
            log.debug("job %s failed", job.name, exc_info=True)
            outbox.put((job.name, False, f"{type(exc).__name__}: {exc}"))
        else:
            outbox.put((job.name, True, value))
        handled += 1
    log.debug("worker %d handled %d", number, handled)
