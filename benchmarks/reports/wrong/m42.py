import multiprocessing


def extract(record, progress):
    genes = [part for part in record.split(";") if part]
    progress.put(len(genes))
    return genes


class GbExtractor:
    def __init__(self, processes):
        self.processes = processes
        self.progress = multiprocessing.Queue()

    def exec_(self, records):
        pool = multiprocessing.Pool(self.processes)
        jobs = [pool.apply_async(extract, (record, self.progress)) for record in records]
        pool.close()
        done = 0
        for job in jobs:
            job.get()
            done += self.progress.get()
            print("extracted", done)
        pool.join()


def main():
    GbExtractor(2).exec_(["cox1;cox2;", "nad1;", "atp6;atp8;cytb"])


if __name__ == "__main__":
    main()
