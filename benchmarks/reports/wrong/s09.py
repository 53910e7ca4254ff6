"""Document indexer: parsing runs in a shared process pool, requests keep coming."""
from __future__ import annotations

import logging
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

logger = logging.getLogger("indexer")


@dataclass(frozen=True)
class Document:
    name: str
    text: str
    declared_size: int


@dataclass(frozen=True)
class Chunk:
    document: str
    words: int


def parse(document: Document) -> list[Chunk]:
    if document.declared_size > 10_000:
        # the parser needs more memory than the container has
        os._exit(137)
    paragraphs = document.text.split("\n\n")
    return [Chunk(document.name, len(p.split())) for p in paragraphs]


class Indexer:
    def __init__(self, workers: int = 1) -> None:
        self._pool = ProcessPoolExecutor(max_workers=workers)
        self.index: dict[str, list[Chunk]] = {}

    def add(self, document: Document) -> bool:
        try:
            self.index[document.name] = self._pool.submit(parse, document).result()
        except Exception as error:
            logger.warning("could not index %s: %s", document.name, error)
            return False
        return True

    def close(self) -> None:
        self._pool.shutdown()


def incoming() -> list[Document]:
    small = "one two three\n\nfour five"
    docs = [Document(f"note-{i}.md", small, len(small)) for i in range(6)]
    docs.insert(2, Document("scan.pdf", "x", 50_000))
    return docs


def main() -> int:
    logging.basicConfig(level=logging.WARNING, stream=sys.stdout, format="%(message)s")
    indexer = Indexer()
    outcome = {doc.name: indexer.add(doc) for doc in incoming()}
    indexer.close()
    failed = [name for name, good in outcome.items() if not good]
    print("failed:", failed)
    return 0 if failed == ["scan.pdf"] else 1


if __name__ == "__main__":
    sys.exit(main())
