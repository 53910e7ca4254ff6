# Extract features from sequence records. Progress is reported over a queue.
import multiprocessing
import threading
import time


RECORDS = [("NC_%04d" % n, "ACGT" * (5 + n)) for n in range(8)]


def gc_content(seq):
    return (seq.count("G") + seq.count("C")) / float(len(seq))


def extract(record, progress):
    name, seq = record
    value = gc_content(seq)
    progress.put((name, value))
    return name, value


class ProgressReader(threading.Thread):
    def __init__(self, progress):
        threading.Thread.__init__(self)
        self.progress = progress
        self.seen = []

    def run(self):
        while True:
            msg = self.progress.get()
            if msg is None:
                break
            self.seen.append(msg)
            print("extracted", msg[0])


class Extractor(object):
    def __init__(self, records, processes=2):
        self.records = records
        self.processes = processes

    def run(self):
        progress = multiprocessing.Queue()
        reader = ProgressReader(progress)
        reader.start()
        pool = multiprocessing.Pool(self.processes)
        for record in self.records:
            pool.apply_async(extract, (record, progress))
        pool.close()
        pool.join()
        time.sleep(0.1)
        progress.put(None)
        reader.join()
        return reader.seen


if __name__ == "__main__":
    seen = Extractor(RECORDS).run()
    print("%d of %d records" % (len(seen), len(RECORDS)))
