"""Per-process state; a forked child starts afresh, as a spawned one does."""
import os
import secrets

CACHE = {}
_token = None


def token():
    global _token
    if _token is None:
        _token = secrets.token_hex(8)
    return _token


def _afresh():
    global _token
    _token = None
    CACHE.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_afresh)
