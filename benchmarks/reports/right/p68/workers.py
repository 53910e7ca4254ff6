"""What runs in the executor."""
import logging
import os
import signal

from sections import SECTIONS

log = logging.getLogger(__name__)
_context = {}


def initialise(folder, level):
    """Executor initializer: quiet on Ctrl-C, own logging, own settings."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.basicConfig(level=level, format="%(process)d %(message)s")
    _context.update(folder=folder, pid=os.getpid())


def render(section, numbers):
    if _context.get("pid") != os.getpid():
        raise RuntimeError("not initialised in this process")
    log.debug("render %s", section)
    return SECTIONS[section](_context["folder"], numbers)
