from crm import db


def rescore(path, ids):
    conn = db.session(path)
    with conn:
        for contact in ids:
            (name,) = conn.execute("select name from contact where id = ?", (contact,)).fetchone()
            conn.execute("update contact set score = ? where id = ?", (len(name), contact))
    db.close_all()
