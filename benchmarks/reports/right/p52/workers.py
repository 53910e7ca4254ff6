import logging
import multiprocessing
from abc import ABC, abstractmethod

from records import Sequence, Setup


class LoggedProcess(multiprocessing.Process, ABC):
    """A process that logs through the queue from its first line on."""

    def __init__(self, setup: Setup, **kwargs):
        super().__init__(**kwargs)
        self.setup = setup

    def run(self):
        self.setup.install()
        log = logging.getLogger(type(self).__name__.lower())
        sequence = Sequence()
        log.addFilter(sequence)
        log.info("begin")
        try:
            self.work(log)
        except Exception:
            log.exception("died")
            raise SystemExit(1) from None
        finally:
            log.info("end %d", sequence.count + 1)

    @abstractmethod
    def work(self, log):
        raise NotImplementedError


class Counter(LoggedProcess):
    def __init__(self, setup, upto, **kwargs):
        super().__init__(setup, **kwargs)
        self.upto = upto

    def work(self, log):
        for n in range(self.upto):
            log.info("n=%d", n)
            log.debug("never shown")


class Divider(LoggedProcess):
    divisors = (1, 2, 0)

    def work(self, log):
        for d in self.divisors:
            log.info("12/%d=%d", d, 12 // d)
