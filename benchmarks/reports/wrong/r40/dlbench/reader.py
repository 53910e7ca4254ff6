import logging

from .arguments import ConfigArguments

log = logging.getLogger("dlbench.reader")


class Reader:
    def __init__(self):
        self._args = ConfigArguments.get_instance()

    def read(self, number):
        record = bytes([number % 256]) * self._args.record_length
        return sum(len(record) for _ in range(self._args.batch_size))


def read_file(number):
    return Reader().read(number)
