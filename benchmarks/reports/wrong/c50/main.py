"""Nightly rescoring: everything in one transaction, the work spread over processes."""
import os
import sys
import tempfile
from multiprocessing import Process

from crm import db, scoring


def chunks(ids, size):
    return [ids[n : n + size] for n in range(0, len(ids), size)]


def nightly(path):
    conn = db.session(path)
    ids = [row["id"] for row in conn.execute("select id from contact order by id")]
    conn.execute("begin immediate")
    conn.execute("update contact set score = -1")
    procs = [Process(target=scoring.rescore, args=(path, part)) for part in chunks(ids, 20)]
    for proc in procs:
        proc.start()
    for proc in procs:
        proc.join()
    conn.execute("commit")
    missing = conn.execute("select count(*) from contact where score = -1").fetchone()[0]
    return len(ids), missing


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "crm.db")
        db.create(path)
        total, missing = nightly(path)
        print("%d contacts, %d without score" % (total, missing))
        return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
