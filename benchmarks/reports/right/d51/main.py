import os
import tempfile
from multiprocessing import Process

from crm import db, scoring


def create(path, count):
    with db.session(path) as conn:
        conn.execute("create table contact (id integer primary key, name text, score int)")
        conn.executemany(
            "insert into contact (name) values (?)", [("contact-%d" % n,) for n in range(count)]
        )


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "crm.db")
        create(path, 30)
        ids = [row[0] for row in db.session(path).execute("select id from contact").fetchall()]
        procs = [Process(target=scoring.rescore, args=(path, ids[n::3])) for n in range(3)]
        for p in procs:
            p.start()
        for p in procs:
            p.join()
        rows = db.session(path).execute("select name, score from contact").fetchall()
        db.close_all()
    assert len(rows) == 30 and all(score == len(name) for name, score in rows), rows
    print(len(rows))


if __name__ == "__main__":
    main()
