from __future__ import annotations

import logging
import multiprocessing as mp

from . import signals
from .handler import handle_client

log = logging.getLogger(__name__)


class Supervisor:
    def __init__(self, clients: list[str]) -> None:
        self.clients = clients

    def run(self) -> dict[str, int | None]:
        signals.install()
        procs = {c: mp.Process(target=handle_client, args=(c,), name=c) for c in self.clients}
        for proc in procs.values():
            proc.start()
        codes: dict[str, int | None] = {}
        for name, proc in procs.items():
            proc.join()
            codes[name] = proc.exitcode
            if proc.exitcode:
                log.warning("%s ended with %s, will be restarted", name, proc.exitcode)
        return codes
