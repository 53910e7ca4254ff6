import functools
import multiprocessing

from .db import get_session, reset_session


def import_file(port, name):
    session = get_session(port)
    for _ in range(20):
        _, stored = session.execute("PUT", name)
        if stored != name:
            break
    return name, stored


def run(port, files, workers):
    session = get_session(port)
    session.execute("CREATE", "schema")
    with multiprocessing.Pool(workers, initializer=reset_session) as pool:
        return pool.map(functools.partial(import_file, port), files, chunksize=1)
