def chatter(conn, name):
    with conn:
        for i in range(4):
            conn.send((name, i))
    # closing is the end of the stream
