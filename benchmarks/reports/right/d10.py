"""Analytics client whose consumer thread is restarted in forked children."""
import multiprocessing
import os
import queue
import tempfile
import threading
import weakref


class Client:
    _instances = weakref.WeakSet()

    def __init__(self, path):
        self.path = path
        self._start()
        Client._instances.add(self)

    def _start(self):
        self.events = queue.Queue()
        self.consumer = threading.Thread(target=self._consume, daemon=True)
        self.consumer.start()

    def _consume(self):
        while True:
            event = self.events.get()
            try:
                fd = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
                os.write(fd, (event + "\n").encode())
                os.close(fd)
            finally:
                self.events.task_done()

    def track(self, event):
        self.events.put(event)

    def flush(self):
        self.events.join()

    @classmethod
    def _restart_all(cls):
        for client in list(cls._instances):
            client._start()


os.register_at_fork(after_in_child=Client._restart_all)

_client = None


def get_client(path):
    global _client
    if _client is None:
        _client = Client(path)
    return _client


def handle(path, request):
    client = get_client(path)
    client.track("view " + request)
    client.flush()


def main():
    path = os.path.join(tempfile.mkdtemp(), "events.log")
    get_client(path).track("started")
    get_client(path).flush()
    procs = [multiprocessing.Process(target=handle, args=(path, r)) for r in ("/", "/a", "/b")]
    for p in procs:
        p.start()
    for p in procs:
        p.join()
    with open(path) as fh:
        lines = sorted(fh.read().split("\n")[:-1])
    assert lines == ["started", "view /", "view /a", "view /b"], lines
    print(lines)


if __name__ == "__main__":
    main()
