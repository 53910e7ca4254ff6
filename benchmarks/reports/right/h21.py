"""Progress of a pool through a manager's queue, which may be sent with the tasks."""

import functools
import multiprocessing as mp
import threading


def extract(progress, accession):
    progress.put(accession)
    return accession.lower()


def main():
    accessions = [f"NC_{n:04d}" for n in range(8)]
    with mp.Manager() as manager, mp.Pool(2) as pool:
        progress = manager.Queue()
        thread = threading.Thread(target=lambda: [progress.get() for _ in accessions])
        thread.start()
        found = list(pool.imap_unordered(functools.partial(extract, progress), accessions))
        thread.join()
    print(len(found))


if __name__ == "__main__":
    main()
