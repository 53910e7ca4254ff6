"""``--watch``: the check again whenever a file changes. The library that watches for changes is an extra."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence

from flake8_mp.configuration import FLAKE8_FILES
from flake8_mp.frontends.discovery import SUFFIXES, calls_for_python
from flake8_mp.settings import SettingsError
from flake8_mp.streams import print_error

_NAMES = ("pyproject.toml", ".gitignore", *FLAKE8_FILES)
"""Files besides those that are checked whose change changes what is found."""
_CLEAR = "\033[2J\033[3J\033[H"


def watch(check: Callable[[], int], paths: Sequence[str]) -> int:
    """Check, and check again whenever something changes below the paths, until the user interrupts; return 0.

    Raises :class:`SettingsError` where the library is not installed, or a path is not there.
    """
    try:
        from watchfiles import DefaultFilter
        from watchfiles import watch as changes
    except ImportError:
        raise SettingsError("--watch: watchfiles is not installed; install flake8-mp[watch]") from None
    missing = next((path for path in paths if not os.path.exists(path)), None)
    if missing is not None:
        raise SettingsError(f"{missing}: there is no such file or folder to watch")
    _once(check)
    usual = DefaultFilter()
    for _ in changes(
        *paths, watch_filter=lambda change, path: matters(path) and usual(change, path), raise_interrupt=False
    ):
        _once(check)
    return 0


def matters(path: str) -> bool:
    """Return whether a change of a file can change what is found."""
    name = os.path.basename(path)
    if name.endswith(SUFFIXES) or name in _NAMES:
        return True
    return "." not in name and os.path.isfile(path) and calls_for_python(path)


def _once(check: Callable[[], int]) -> None:
    if sys.stdout.isatty():
        print(_CLEAR, end="", flush=True)
    try:
        check()
    except (SettingsError, OSError) as error:  # the configuration is being edited
        print_error(f"flake8-mp: {error}")
    sys.stdout.flush()
    print_error(f"flake8-mp: {time.strftime('%H:%M:%S')}; waiting for changes; press Ctrl-C to stop")
