"""Search a key range with several processes and show the overall rate."""
import argparse
import logging
import multiprocessing
import time
from dataclasses import dataclass

log = logging.getLogger("keysearch")


@dataclass(frozen=True)
class SearchRange:
    start: int
    stop: int
    modulus: int = 9973

    def split(self, parts):
        width = (self.stop - self.start) // parts
        for number in range(parts):
            begin = self.start + number * width
            yield SearchRange(begin, begin + width, self.modulus)


class Progress:
    def __init__(self):
        self.generated = multiprocessing.Value("q", 0)
        self.hits = multiprocessing.Value("q", 0)

    def generated_key(self):
        self.generated.value += 1

    def hit(self):
        with self.hits.get_lock():
            self.hits.value += 1


def is_weak(key, modulus):
    return key * key % modulus == 1


def search(part, progress):
    for key in range(part.start, part.stop):
        if is_weak(key, part.modulus):
            progress.hit()
        progress.generated_key()


def run(whole, processes):
    progress = Progress()
    workers = [
        multiprocessing.Process(target=search, args=(part, progress))
        for part in whole.split(processes)
    ]
    started = time.perf_counter()
    for worker in workers:
        worker.start()
    while any(worker.is_alive() for worker in workers):
        time.sleep(0.2)
        log.info("generated keys: %d", progress.generated.value)
    for worker in workers:
        worker.join()
    log.info("rate: %.0f keys/s", progress.generated.value / (time.perf_counter() - started))
    return progress.generated.value, progress.hits.value


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=120_000)
    parser.add_argument("--processes", type=int, default=3)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    generated, hits = run(SearchRange(0, args.keys), args.processes)
    print(f"{generated} of {args.keys} keys, {hits} weak")
    return 0 if generated == args.keys else 1


if __name__ == "__main__":
    raise SystemExit(main())
