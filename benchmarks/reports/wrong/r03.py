"""Network-to-country lookups from a flat record file, fanned out over worker processes."""
import argparse
import logging
import multiprocessing
import os
import struct
import tempfile

RECORD = struct.Struct(">II")
log = logging.getLogger("geoip.bulk")


class FlatReader:
    """Reads fixed width records straight from the file."""

    def __init__(self, path):
        self.path = path
        self._fh = open(path, "rb", buffering=0)
        self.count = os.path.getsize(path) // RECORD.size

    def get(self, index):
        self._fh.seek(index * RECORD.size)
        return RECORD.unpack(self._fh.read(RECORD.size))

    def close(self):
        self._fh.close()


_readers = {}


def get_reader(path):
    reader = _readers.get(path)
    if reader is None:
        reader = _readers[path] = FlatReader(path)
    return reader


def write_database(path, entries):
    with open(path, "wb") as out:
        for network in range(entries):
            out.write(RECORD.pack(network, network * 7 % 250))


def lookup_range(job):
    path, start, stop = job
    reader = get_reader(path)
    wrong = 0
    for network in range(start, stop):
        stored, country = reader.get(network)
        if stored != network or country != network * 7 % 250:
            wrong += 1
    return wrong


def bulk_lookup(path, chunk, workers):
    reader = get_reader(path)
    log.info("database %s holds %d networks", os.path.basename(path), reader.count)
    jobs = [(path, start, min(start + chunk, reader.count)) for start in range(0, reader.count, chunk)]
    with multiprocessing.Pool(workers) as pool:
        wrong = sum(pool.imap_unordered(lookup_range, jobs))
    reader.close()
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=120_000)
    parser.add_argument("--workers", type=int, default=3)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "networks.bin")
        write_database(path, args.entries)
        wrong = bulk_lookup(path, 10_000, args.workers)
    if wrong:
        log.error("%d lookups returned another network's record", wrong)
        raise SystemExit(1)
    print("all lookups consistent")


if __name__ == "__main__":
    main()
