"""Score candidate documents against a query, in parallel, and print the ranking."""
from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pool


@dataclass(frozen=True)
class Document:
    title: str
    body: str


def relevance(query: str, doc: Document) -> float:
    words = doc.body.lower().split()
    time.sleep(len(words) / 400)
    return sum(w == query for w in words) / len(words)


class Ranker:
    def __init__(self, docs: list[Document], processes: int) -> None:
        self.docs = docs
        self.processes = processes

    def rank(self, query: str) -> list[tuple[float, str]]:
        with Pool(self.processes) as pool:
            scores = pool.imap_unordered(partial(relevance, query), self.docs)
            scored = [(score, doc.title) for doc, score in zip(self.docs, scores)]
        return sorted(scored, reverse=True)


CORPUS = [
    Document("long essay", "filler " * 120 + "river " * 2),
    Document("poem", "river river bank"),
    Document("letter", "dear reader " * 20),
    Document("note", "river"),
    Document("report", "river flow data " * 15),
]


def main() -> int:
    ap = argparse.ArgumentParser()
    ap.add_argument("query", nargs="?", default="river")
    ap.add_argument("--processes", type=int, default=3)
    ns = ap.parse_args()
    ranking = Ranker(CORPUS, ns.processes).rank(ns.query)
    for score, title in ranking:
        print(f"{score:.3f}  {title}")
    best = max(CORPUS, key=lambda d: relevance(ns.query, d))
    print("best by serial run:", best.title)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
