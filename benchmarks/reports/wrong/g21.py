"""Pull sequences out of annotation files in a pool and show how far it is."""

import functools
import multiprocessing as mp
import threading

RECORDS = {f"NC_{n:04d}": "ATGC" * (n + 3) for n in range(8)}


class Progress:
    def __init__(self, total):
        self.total = total
        self.done = 0
        self.queue = mp.Queue()

    def watch(self):
        thread = threading.Thread(target=self._drain, daemon=True)
        thread.start()
        return thread

    def _drain(self):
        while self.done < self.total:
            self.queue.get()
            self.done += 1


def extract(progress, minimum, accession):
    sequence = RECORDS[accession]
    progress.put(accession)
    return accession, sequence if len(sequence) >= minimum else ""


class Extraction:
    def __init__(self, minimum, workers=2):
        self.minimum = minimum
        self.workers = workers

    def run(self, accessions):
        progress = Progress(len(accessions))
        thread = progress.watch()
        task = functools.partial(extract, progress.queue, self.minimum)
        with mp.Pool(self.workers) as pool:
            found = [pair for pair in pool.imap_unordered(task, accessions) if pair[1]]
        thread.join()
        return found


def main():
    found = Extraction(minimum=20).run(sorted(RECORDS))
    print(len(found), "sequences")


if __name__ == "__main__":
    main()
