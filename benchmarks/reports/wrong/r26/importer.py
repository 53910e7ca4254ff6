import logging
from multiprocessing import Manager, Pool

from quota import Quota

log = logging.getLogger("importer")


def import_sheet(task):
    name, quota = task
    rows = 40 + 10 * int(name.rsplit("-", 1)[1])
    granted = quota.take(rows)
    log.info("%s: %d of %d rows", name, granted, rows)
    return granted


class ImportJob:
    def __init__(self, quota, workers=2):
        self.limit = quota
        self.workers = workers
        self.left = quota

    def run(self, sheets):
        with Manager() as manager:
            quota = Quota(manager.Value("i", self.limit))
            with Pool(self.workers) as pool:
                rows = sum(pool.map(import_sheet, [(sheet, quota) for sheet in sheets]))
            self.left = quota.left
        return rows
