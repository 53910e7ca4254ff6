"""Geocoding service in a child process; requests carry their own reply channel."""
from __future__ import annotations

import logging
import multiprocessing as mp
import queue
from dataclasses import dataclass, field
from typing import Any

log = logging.getLogger("geo")
KNOWN = {"Utrecht": (52.09, 5.12), "Delft": (52.01, 4.36), "Breda": (51.59, 4.78)}


@dataclass
class Request:
    place: str
    reply_to: Any = field(default_factory=lambda: mp.Queue(maxsize=1))


@dataclass(frozen=True)
class Shutdown:
    reason: str = "client closed"


class GeocodeServer(mp.Process):
    def __init__(self, inbox: mp.Queue) -> None:
        super().__init__(name="geocoder", daemon=True)
        self.inbox = inbox

    def run(self) -> None:
        while True:
            message = self.inbox.get()
            match message:
                case Shutdown():
                    return
                case Request(place=place, reply_to=reply):
                    reply.put(KNOWN.get(place))


class GeocodeClient:
    def __init__(self, timeout: float = 2.0) -> None:
        self.timeout = timeout
        self._inbox: mp.Queue = mp.Queue()
        self._server = GeocodeServer(self._inbox)
        self._server.start()

    def lookup(self, place: str) -> tuple[float, float] | None:
        request = Request(place)
        self._inbox.put(request)
        try:
            return request.reply_to.get(timeout=self.timeout)
        except queue.Empty:
            log.warning("no answer for %s", place)
            return None

    def close(self) -> None:
        self._inbox.put(Shutdown())
        self._server.join()


def main() -> None:
    logging.basicConfig(level=logging.WARNING)
    client = GeocodeClient(timeout=1.0)
    try:
        found = {place: client.lookup(place) for place in KNOWN}
    finally:
        client.close()
    print("resolved", sum(v is not None for v in found.values()), "of", len(found))


if __name__ == "__main__":
    main()
