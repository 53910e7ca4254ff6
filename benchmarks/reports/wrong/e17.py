"""Log enrichment pipeline with a marker object for the end of the stream."""
from __future__ import annotations

import logging
import multiprocessing as mp
import sys
from dataclasses import dataclass
from typing import Any, Iterable, Iterator

log = logging.getLogger("enrich")


class _EndOfStream:
    def __repr__(self) -> str:
        return "<end of stream>"


END = _EndOfStream()


@dataclass
class Event:
    host: str
    status: int
    severity: str = ""


class Channel:
    """Iterable view on a queue."""

    def __init__(self, source: "mp.Queue[Any]") -> None:
        self._source = source

    def __iter__(self) -> Iterator[Event]:
        while True:
            item = self._source.get()
            if item is END:
                return
            yield item


class Enricher:
    def __init__(self, inbox: "mp.Queue[Any]", outbox: "mp.Queue[Any]") -> None:
        self.inbox = inbox
        self.outbox = outbox

    def __call__(self) -> None:
        for event in Channel(self.inbox):
            status = getattr(event, "status", None)
            if status is None:
                log.debug("skipping %r", event)
                continue
            event.severity = "error" if status >= 500 else "info"
            self.outbox.put(event)
        self.outbox.put(None)


def enrich(events: Iterable[Event]) -> list[Event]:
    inbox: mp.Queue = mp.Queue()
    outbox: mp.Queue = mp.Queue()
    worker = mp.Process(target=Enricher(inbox, outbox))
    worker.start()
    for event in events:
        inbox.put(event)
    inbox.put(END)
    enriched = list(iter(outbox.get, None))
    worker.join()
    return enriched


def main() -> int:
    events = [Event(f"web{i % 3}", 500 if i % 9 == 0 else 200) for i in range(60)]
    enriched = enrich(events)
    print("errors:", sum(e.severity == "error" for e in enriched))
    return 0


if __name__ == "__main__":
    sys.exit(main())
