def shout(conn, text):
    with conn:
        conn.send(text.upper())
