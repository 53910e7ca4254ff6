import argparse
import multiprocessing
import queue
import statistics
import sys
import threading
import time


class WorkerConfig:
    def __init__(self, rank, rates, requests):
        self.rank = rank
        self.rate = rates[rank]
        self.requests = requests


def build_schedule(config):
    interval = 1.0 / config.rate
    return [interval * n for n in range(config.requests)]


def worker_entry(config, barrier, results):
    try:
        schedule = build_schedule(config)
        barrier.wait(timeout=10)
        start = time.perf_counter()
        latencies = []
        for offset in schedule:
            delay = start + offset - time.perf_counter()
            if delay > 0:
                time.sleep(delay)
            begun = time.perf_counter()
            sum(range(1000))
            latencies.append(time.perf_counter() - begun)
        results.put((config.rank, latencies))
    except Exception:
        barrier.abort()
        raise
    finally:
        results.put((config.rank, None))


def run_benchmark(rates, requests):
    barrier = multiprocessing.Barrier(len(rates) + 1)
    results = multiprocessing.Queue()
    procs = []
    for rank in range(len(rates)):
        config = WorkerConfig(rank, rates, requests)
        proc = multiprocessing.Process(target=worker_entry, args=(config, barrier, results))
        proc.start()
        procs.append(proc)

    try:
        barrier.wait(timeout=10)
    except threading.BrokenBarrierError:
        for proc in procs:
            proc.terminate()
            proc.join()
        raise SystemExit("a worker failed before the start")
    began = time.perf_counter()
    pending = set(range(len(rates)))
    latencies = []
    while pending:
        try:
            rank, batch = results.get(timeout=5)
        except queue.Empty:
            break
        if batch is None:
            pending.discard(rank)
        else:
            latencies.extend(batch)
    for proc in procs:
        proc.join()
    return latencies, time.perf_counter() - began


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rates", type=float, nargs="+", default=[50, 25, 100])
    parser.add_argument("--requests", type=int, default=20)
    args = parser.parse_args()
    latencies, elapsed = run_benchmark(args.rates, args.requests)
    print("requests", len(latencies), "elapsed", round(elapsed, 1))
    if latencies:
        print("median", statistics.median(latencies) < 1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
