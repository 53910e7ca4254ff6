import logging
import zlib
from concurrent.futures import ProcessPoolExecutor

from prompts import Features

log = logging.getLogger("preprocess")


def extract(prompt):
    image = prompt.attachment
    tokens = len(prompt.text.split()) + image.patches()
    return Features(tokens, zlib.crc32(image.original))


class Preprocessor:
    def __init__(self, workers):
        self._executor = ProcessPoolExecutor(max_workers=workers)

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self._executor.shutdown(cancel_futures=True)

    def run(self, prompts):
        log.info("%d prompts to preprocess", len(prompts))
        return list(self._executor.map(extract, prompts))
