"""Profile contigs of a metagenome in several processes."""
import hashlib
import queue
from dataclasses import dataclass
from multiprocessing import Process, Queue


@dataclass(frozen=True)
class Contig:
    name: str
    sequence: str

    def gc(self) -> float:
        return sum(base in "GC" for base in self.sequence) / len(self.sequence)


def make_contigs(number: int) -> list[Contig]:
    contigs = []
    for n in range(number):
        digest = hashlib.sha256(str(n).encode()).hexdigest()
        contigs.append(Contig(f"c{n:04}", "".join("ACGT"[int(c, 16) % 4] for c in digest * 40)))
    return contigs


def profile_worker(available: Queue, output: Queue) -> None:
    while True:
        try:
            contig = available.get(block=False)
        except queue.Empty:
            break
        output.put((contig.name, contig.gc()))
    output.put(None)


def profile(contigs: list[Contig], num_threads: int) -> dict[str, float]:
    available: Queue = Queue()
    output: Queue = Queue()
    for contig in contigs:
        available.put(contig)
    workers = [Process(target=profile_worker, args=(available, output)) for _ in range(num_threads)]
    for worker in workers:
        worker.start()
    found: dict[str, float] = {}
    running = len(workers)
    while running:
        item = output.get()
        if item is None:
            running -= 1
        else:
            found[item[0]] = item[1]
    for worker in workers:
        worker.join()
    available.cancel_join_thread()
    return found


def main() -> None:
    contigs = make_contigs(400)
    short = 0
    for _ in range(6):
        found = profile(contigs, 3)
        if len(found) != len(contigs):
            short += 1
            print(f"only {len(found)} of {len(contigs)} contigs profiled")
    print("incomplete runs:", short)
    raise SystemExit(short > 0)


if __name__ == "__main__":
    main()
