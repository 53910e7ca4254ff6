"""The program's resources: a read-only database file and an executor."""
import multiprocessing as mp
import os
import sqlite3
import tempfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import util

from lazy import Lazy

_path_variable = "P66_DATABASE"


def create_database(rows):
    fd, path = tempfile.mkstemp(suffix=".db")
    os.close(fd)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("create table numbers(n integer)")
        db.executemany("insert into numbers values (?)", ((n,) for n in range(rows)))
    os.environ[_path_variable] = path  # children read it from there
    return path


def _connect():
    return sqlite3.connect(os.environ[_path_variable])


def _prepare_worker():
    # atexit is not for such processes; this runs when one of them ends
    util.Finalize(None, database.close, exitpriority=10)


def _make_executor():
    return ProcessPoolExecutor(2, mp_context=mp.get_context("spawn"), initializer=_prepare_worker)


database = Lazy(_connect, sqlite3.Connection.close)
executor = Lazy(_make_executor, ProcessPoolExecutor.shutdown)


def close_all():
    executor.close()
    database.close()
