"""Error channel between a forked child and the tracer; empty when exec succeeded."""
import os
import pickle


class ErrorPipe:
    def __init__(self):
        self.read_fd, self.write_fd = os.pipe()

    def send(self, exc):
        os.write(self.write_fd, pickle.dumps((type(exc).__name__, str(exc))))

    def read(self):
        chunks = []
        while True:
            chunk = os.read(self.read_fd, 4096)
            if not chunk:
                break
            chunks.append(chunk)
        os.close(self.read_fd)
        return pickle.loads(b"".join(chunks)) if chunks else None

    def in_parent(self):
        os.close(self.write_fd)

    def in_child(self):
        os.close(self.read_fd)
