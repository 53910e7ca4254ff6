"""Peptide affinity scoring: split an allele panel over a set of predictor workers."""
import argparse
import logging
import multiprocessing
from dataclasses import dataclass, field

logger = logging.getLogger("affinity.parallel")


@dataclass
class PredictorSpec:
    allele: str
    weights: list = field(default_factory=list)

    def score(self, peptide):
        total = 0.0
        for position, residue in enumerate(peptide):
            total += self.weights[(position * 20 + ord(residue)) % len(self.weights)]
        return total / len(peptide)


def build_specs(alleles, size):
    specs = []
    for number, allele in enumerate(alleles):
        specs.append(PredictorSpec(allele, [((number + 1) * i % 97) / 97.0 for i in range(size)]))
    return specs


def worker_entry_point(specs, task_queue, result_queue):
    specs = {spec.allele: spec for spec in specs}
    while True:
        item = task_queue.get()
        if item is None:
            return
        allele, peptide = item
        result_queue.put((allele, peptide, specs[allele].score(peptide)))


def make_worker_pool(specs, num_workers):
    task_queue = multiprocessing.SimpleQueue()
    result_queue = multiprocessing.SimpleQueue()
    workers = []
    for number in range(num_workers):
        process = multiprocessing.Process(
            target=worker_entry_point,
            args=(specs, task_queue, result_queue),
            name=f"predictor-{number}",
        )
        process.start()
        workers.append(process)
    logger.info("started %d predictor workers", len(workers))
    return workers, task_queue, result_queue


def run(alleles, peptides, num_workers, size):
    specs = build_specs(alleles, size)
    workers, task_queue, result_queue = make_worker_pool(specs, num_workers)
    scores = {}
    for allele in alleles:
        for peptide in peptides:
            task_queue.put((allele, peptide))
            name, seen, value = result_queue.get()
            scores[name, seen] = value
    for _ in workers:
        task_queue.put(None)
    for process in workers:
        process.join()
    return scores


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--weights", type=int, default=20000)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    scores = run(["HLA-A*02:01", "HLA-B*07:02"], ["SIINFEKL", "GILGFVFTL"], args.workers, args.weights)
    for (allele, peptide), value in sorted(scores.items()):
        print(f"{allele} {peptide} {value:.3f}")


if __name__ == "__main__":
    main()
