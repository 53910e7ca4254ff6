"""Order importer; each worker logs to the shared, rotated application log."""
import glob
import logging
import logging.handlers
import multiprocessing
import os
import tempfile


def configure_logging(path):
    handler = logging.handlers.RotatingFileHandler(
        path, maxBytes=4 * 1024, backupCount=300, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(process)d %(levelname)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)


def import_orders(job):
    log = logging.getLogger("importer")
    source, count = job
    for n in range(count):
        log.info("source=%s order=%06d status=imported", source, n)
    return count


class Importer:
    def __init__(self, log_path, processes=4):
        self.log_path = log_path
        self.processes = processes

    def run(self, sources, count):
        jobs = [(s, count) for s in sources]
        with multiprocessing.Pool(
            self.processes, initializer=configure_logging, initargs=(self.log_path,)
        ) as pool:
            imported = sum(pool.map(import_orders, jobs, chunksize=1))
        return imported

    def logged(self):
        total = 0
        for name in glob.glob(self.log_path + "*"):
            with open(name, encoding="utf-8") as fh:
                total += sum("status=imported" in line for line in fh)
        return total


def main():
    with tempfile.TemporaryDirectory() as folder:
        importer = Importer(os.path.join(folder, "app.log"))
        imported = importer.run(["shop", "mail", "phone", "edi"], 1500)
        print("imported", imported, "logged", importer.logged())


if __name__ == "__main__":
    main()
