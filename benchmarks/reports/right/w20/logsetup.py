from __future__ import annotations

import contextlib
import logging
import logging.handlers
from typing import Iterator, TextIO


@contextlib.contextmanager
def listening(queue, stream: TextIO) -> Iterator[None]:
    """The only process that writes is this one."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(processName)s %(message)s"))
    listener = logging.handlers.QueueListener(queue, handler)
    listener.start()
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield
    finally:
        listener.stop()
        root.removeHandler(handler)


def send_to(queue) -> None:
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(logging.handlers.QueueHandler(queue))
    root.setLevel(logging.INFO)
