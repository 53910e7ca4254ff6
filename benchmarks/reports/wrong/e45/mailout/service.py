from __future__ import annotations

import logging

from mailout.executors import ManagedExecutor
from mailout.outbox import Outbox

log = logging.getLogger(__name__)


class MailService:
    def __init__(self, outbox: Outbox, workers: int) -> None:
        self.outbox = outbox
        self.accepted = 0
        self._executor = ManagedExecutor(workers)

    def send(self, address: str, body: str) -> None:
        self._executor.fire(self.outbox.deliver, address, body)
        self.accepted += 1

    def stop(self) -> None:
        log.info("stopping after %d mails", self.accepted)
        self._executor.close()
