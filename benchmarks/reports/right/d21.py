"""Monte Carlo with a module level generator which every worker reseeds for itself."""
import hashlib
import itertools
import multiprocessing as mp
import random
import statistics

rng = random.Random()
worker_no = -1


def derive(seed, number):
    digest = hashlib.blake2b(f"{seed}/{number}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def start_worker(seed, counter):
    global worker_no
    with counter.get_lock():
        worker_no = counter.value
        counter.value += 1
    rng.seed(derive(seed, worker_no))


def simulate(task):
    task_id, draws = task
    rng.seed(derive("task", task_id))
    hits = sum(rng.random() ** 2 + rng.random() ** 2 <= 1 for _ in range(draws))
    return worker_no, 4 * hits / draws


def main():
    counter = mp.Value("i", 0)
    tasks = list(zip(itertools.count(), [4000] * 6))
    with mp.Pool(2, start_worker, (42, counter)) as pool:
        rows = pool.map(simulate, tasks, chunksize=1)
    values = [value for _, value in rows]
    assert len(set(values)) > 3, values
    assert abs(statistics.mean(values) - 3.14) < 0.1
    assert {no for no, _ in rows} <= {0, 1}
    print(round(statistics.mean(values), 2))


if __name__ == "__main__":
    main()
