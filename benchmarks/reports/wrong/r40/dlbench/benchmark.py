import logging
import multiprocessing

from .arguments import ConfigArguments
from .reader import read_file

log = logging.getLogger("dlbench")


class Benchmark:
    def __init__(self):
        self.args = ConfigArguments.get_instance()

    def run(self):
        log.info("reading %d files, batch size %d", self.args.num_files, self.args.batch_size)
        with multiprocessing.Pool(self.args.read_threads) as pool:
            return sum(pool.map(read_file, range(self.args.num_files)))
