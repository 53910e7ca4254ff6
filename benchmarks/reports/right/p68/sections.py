"""Section renderers: top-level functions by name; each has a folder to keep state in."""
import os
import statistics
from pathlib import Path


class Unavailable(OSError):
    """A data source that is down for the moment."""


class BadData(Exception):
    def __init__(self, section, reason):
        super().__init__(section, reason)  # args as __init__ wants them: it unpickles
        self.section, self.reason = section, reason


def summary(folder, numbers):
    return f"mean {statistics.mean(numbers):.1f}"


def spread(folder, numbers):
    if len(numbers) < 2:
        raise BadData("spread", "too few numbers")
    return f"stdev {statistics.stdev(numbers):.1f}"


def remote(folder, numbers):
    """Fails until its third attempt; attempts are counted by files as processes vary."""
    attempts = len(list(Path(folder).glob("attempt-*")))
    Path(folder, f"attempt-{attempts}-{os.getpid()}").touch()
    if attempts < 2:
        raise Unavailable(attempts)
    return f"remote {sum(numbers)}"


SECTIONS = {f.__name__: f for f in (summary, spread, remote)}
