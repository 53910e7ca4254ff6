"""Host investigator: a plugin process that bootstraps hosts and reports back."""
import logging
import multiprocessing as mp
import threading
from dataclasses import dataclass

log = logging.getLogger("commissary.investigator")


class _Shutdown:
    """Terminates the response loop."""

    def __repr__(self):
        return "<shutdown>"


SHUTDOWN = _Shutdown()


@dataclass(frozen=True)
class Host:
    address: str
    remote_user: str = "root"


def investigate(request_queue, response_queue):
    while True:
        host = request_queue.get()
        if host is None:
            break
        log.info("bootstrapping %s", host.address)
        response_queue.put({"address": host.address, "status": "active", "cpus": len(host.address)})
    response_queue.put(SHUTDOWN)


class InvestigatorPlugin:
    def __init__(self):
        self.requests = mp.Queue()
        self.responses = mp.Queue()
        self.store = {}
        self._process = None
        self._thread = None

    def start(self):
        self._process = mp.Process(target=investigate, args=(self.requests, self.responses))
        self._process.start()
        self._thread = threading.Thread(target=self._collect, name="responses", daemon=True)
        self._thread.start()

    def submit(self, host):
        self.requests.put(host)

    def _collect(self):
        while True:
            message = self.responses.get()
            if message is SHUTDOWN:
                log.info("response thread leaving")
                return
            try:
                self.store[message["address"]] = message["status"]
            except TypeError:
                log.warning("unexpected message on response queue: %r", message)

    def stop(self):
        self.requests.put(None)
        self._process.join()
        self._thread.join()
        return dict(self.store)


def main():
    logging.basicConfig(level=logging.INFO)
    plugin = InvestigatorPlugin()
    plugin.start()
    for last in range(10, 14):
        plugin.submit(Host(f"192.168.152.{last}"))
    statuses = plugin.stop()
    print(f"{len(statuses)} hosts known:", ", ".join(sorted(statuses)))


if __name__ == "__main__":
    main()
