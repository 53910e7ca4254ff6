"""A board that owns the manager behind its dictionary, but does not take it along when it is pickled."""

import multiprocessing as mp


class Board:
    def __init__(self, crawlers):
        self._manager = mp.Manager()
        self.pages = self._manager.dict(dict.fromkeys(crawlers, 0))

    def __getstate__(self):
        return {"pages": self.pages}

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self._manager.shutdown()
