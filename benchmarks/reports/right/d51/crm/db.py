"""Connections by process: dropped on fork, never closed by the child."""
import os
import sqlite3

_connections = {}
_abandoned = []


def session(path):
    conn = _connections.get(path)
    if conn is None:
        conn = _connections[path] = sqlite3.connect(path, timeout=20)
    return conn


def close_all():
    while _connections:
        _connections.popitem()[1].close()


def _forget():
    _abandoned.extend(_connections.values())
    _connections.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
