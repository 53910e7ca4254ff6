"""Usage analytics client; events are shipped by a background consumer thread."""
import json
import multiprocessing
import queue
import tempfile
import threading
from pathlib import Path


class Consumer(threading.Thread):
    def __init__(self, events: "queue.Queue[dict]", sink: Path):
        super().__init__(daemon=True, name="analytics-consumer")
        self.events = events
        self.sink = sink

    def run(self):
        while True:
            event = self.events.get()
            try:
                with self.sink.open("a") as fh:
                    fh.write(json.dumps(event) + "\n")
            finally:
                self.events.task_done()


class Client:
    def __init__(self, sink: Path):
        self.events = queue.Queue()
        self.consumer = Consumer(self.events, sink)
        self.consumer.start()

    def track(self, name, **props):
        self.events.put({"event": name, "props": props})

    def flush(self):
        self.events.join()


client = None


def get_client():
    global client
    if client is None:
        client = Client(Path(tempfile.gettempdir()) / "analytics.jsonl")
    return client


def handle_request(path):
    analytics = get_client()
    analytics.track("page_view", path=path)
    analytics.flush()


def serve(paths):
    get_client().track("server_started")
    get_client().flush()
    workers = [multiprocessing.Process(target=handle_request, args=(p,)) for p in paths]
    for w in workers:
        w.start()
    for w in workers:
        w.join()
    return [w.exitcode for w in workers]


def main():
    codes = serve(["/", "/pricing", "/docs"])
    print("workers finished", codes)


if __name__ == "__main__":
    main()
