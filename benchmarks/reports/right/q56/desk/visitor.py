from multiprocessing.connection import Client


def visit(address, key, number):
    with Client(address, authkey=key) as conn:
        conn.send(f"guest {number}")
        assert conn.recv() == "welcome"
