import logging
from concurrent.futures import ProcessPoolExecutor

from .scoring import best_peptide

log = logging.getLogger("annotate.backend")


class Backend:
    def __init__(self, workers):
        self._executor = ProcessPoolExecutor(workers)

    def schedule(self, number):
        log.info("spectrum %d scheduled", number)
        return self._executor.submit(best_peptide, number)

    def stop(self):
        self._executor.shutdown()
