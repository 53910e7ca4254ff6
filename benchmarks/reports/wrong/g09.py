"""Import events in parallel and count what the server took."""

import json
import multiprocessing as mp


class ServerStats:
    def __init__(self):
        self.accepted = 0
        self.batches = 0

    def record(self, body):
        answer = json.loads(body)
        self.accepted += answer["num_good_events"]
        self.batches += 1


def send_batch(number, events):
    """Post a batch; the answer is the body of the server's reply."""
    if number == 3:
        return "<html>503 Service Unavailable</html>"
    return json.dumps({"error": None, "num_good_events": len(events)})


class Importer:
    def __init__(self, processes=2, batch_size=50):
        self.processes = processes
        self.batch_size = batch_size
        self.stats = ServerStats()

    def batches(self, events):
        for start in range(0, len(events), self.batch_size):
            yield events[start : start + self.batch_size]

    def run(self, events):
        pool = mp.Pool(self.processes)
        for number, batch in enumerate(self.batches(events)):
            pool.apply_async(send_batch, (number, batch), callback=self.stats.record)
        pool.close()
        pool.join()
        return self.stats


def main():
    events = [{"event": "login", "user": n} for n in range(400)]
    stats = Importer().run(events)
    print(f"accepted {stats.accepted} events in {stats.batches} batches")


if __name__ == "__main__":
    main()
