"""Import events: the callbacks of the pool never raise, and errors are kept for the caller."""

import json
import multiprocessing as mp


class Stats:
    def __init__(self):
        self.accepted = 0
        self.errors = []

    def record(self, body):
        try:
            self.accepted += json.loads(body)["num_good_events"]
        except (ValueError, KeyError) as error:
            self.errors.append(error)


def send_batch(number, events):
    if number == 3:
        return "<html>503</html>"
    if number == 5:
        raise ConnectionError("reset")
    return json.dumps({"num_good_events": len(events)})


def main():
    stats = Stats()
    pool = mp.Pool(2)
    for number in range(8):
        pool.apply_async(send_batch, (number, list(range(50))), callback=stats.record, error_callback=stats.errors.append)
    pool.close()
    pool.join()
    print("accepted", stats.accepted, "errors", len(stats.errors))
    assert (stats.accepted, len(stats.errors)) == (300, 2)


if __name__ == "__main__":
    main()
