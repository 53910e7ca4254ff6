"""Query registry: concurrent clients draw chunk ids for their training jobs."""
import argparse
import logging
import multiprocessing as mp
import os
import tempfile
import time

log = logging.getLogger("mixture.registry")


class QueryRegistry:
    """Hands out consecutive chunk ids, persisted next to the index."""

    def __init__(self, directory):
        self._state = os.path.join(directory, "next_chunk")
        self._lock = mp.Lock()
        with open(self._state, "w") as out:
            out.write("0")

    def draw(self):
        with self._lock:
            with open(self._state) as state:
                chunk = int(state.read() or 0)
            time.sleep(0.002)
            with open(self._state, "w") as state:
                state.write(str(chunk + 1))
        return chunk


def client(registry, job, count, results):
    drawn = [registry.draw() for _ in range(count)]
    results.put((job, drawn))


class TrainingRun:
    def __init__(self, registry, clients, chunks):
        self.registry = registry
        self.clients = clients
        self.chunks = chunks

    def execute(self):
        results = mp.Queue()
        processes = [
            mp.Process(target=client, args=(self.registry, job, self.chunks, results))
            for job in range(self.clients)
        ]
        for process in processes:
            process.start()
        by_job = dict(results.get(timeout=10) for _ in processes)
        for process in processes:
            process.join()
        return by_job


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=3)
    parser.add_argument("--chunks", type=int, default=30)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    with tempfile.TemporaryDirectory() as directory:
        run = TrainingRun(QueryRegistry(directory), args.clients, args.chunks)
        by_job = run.execute()
    drawn = [chunk for chunks in by_job.values() for chunk in chunks]
    log.info("%d chunks drawn by %d clients", len(drawn), len(by_job))
    if len(set(drawn)) != len(drawn):
        raise SystemExit(f"{len(drawn) - len(set(drawn))} chunks were handed out twice")
    print("every chunk handed out once")


if __name__ == "__main__":
    main()
