from crm import db


def score(name):
    return sum(map(ord, name)) % 100


def rescore(path, ids):
    conn = db.session(path)
    for contact_id in ids:
        row = conn.execute("select name from contact where id = ?", (contact_id,)).fetchone()
        conn.execute("update contact set score = ? where id = ?", (score(row["name"]), contact_id))
    return len(ids)
