import logging
import pathlib

from .runner import call_with_timeout

log = logging.getLogger(__name__)


def list_entries(path, pattern):
    return sorted(str(p) for p in pathlib.Path(path).glob(pattern))


def test_share(share, timeout):
    log.debug("probing %s", share["name"])
    try:
        entries = call_with_timeout(list_entries, (share["path"], share["pattern"]), timeout)
    except TimeoutError:
        return False, 0
    return True, len(entries)
