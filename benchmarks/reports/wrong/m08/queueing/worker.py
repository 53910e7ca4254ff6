import os


class PipeStream:
    def __init__(self, conn, prefix):
        self.conn = conn
        self.prefix = prefix

    def write(self, text):
        self.conn.send_bytes(f"{self.prefix} {text}".encode())


def worker_process(worker_id, messages, conn):
    stream = PipeStream(conn, f"[worker-{worker_id}]")
    for number in range(messages):
        stream.write(f"handled message {number}")
    conn.close()
    return 0
