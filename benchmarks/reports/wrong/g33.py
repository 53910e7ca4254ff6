"""Evaluation harness: a thread streams metrics while instances are run in worker processes."""

import json
import multiprocessing as mp
import threading
import time


class MetricsWriter:
    """Writes to one stream from everywhere; a lock keeps the lines whole."""

    def __init__(self):
        self.lock = threading.Lock()
        self.lines = 0

    def write(self, **values):
        with self.lock:
            text = json.dumps(values)
            time.sleep(0.01)
            self.lines += len(text) > 0


metrics = MetricsWriter()


class Heartbeat(threading.Thread):
    def __init__(self):
        super().__init__(daemon=True)
        self.ended = threading.Event()

    def run(self):
        while not self.ended.is_set():
            with metrics.lock:
                self.ended.wait(0.2)


def evaluate(instance):
    metrics.write(instance=instance, state="started")
    return instance * instance


def run(instances):
    heartbeat = Heartbeat()
    heartbeat.start()
    time.sleep(0.05)
    context = mp.get_context("fork")
    processes = []
    for instance in instances:
        process = context.Process(target=evaluate, args=(instance,))
        process.start()
        processes.append(process)
    heartbeat.ended.set()
    heartbeat.join()
    for process in processes:
        process.join()
    return sum(process.exitcode == 0 for process in processes)


def main():
    print(run([1, 2, 3]), "instances evaluated")


if __name__ == "__main__":
    main()
