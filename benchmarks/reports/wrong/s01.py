"""Translate a batch of corpora: one process per shard, results collected at the end."""
from __future__ import annotations

import argparse
import logging
import multiprocessing as mp
from dataclasses import dataclass, field
from multiprocessing.queues import Queue

log = logging.getLogger("translate")


@dataclass(frozen=True)
class Shard:
    number: int
    sentences: list[str]


@dataclass
class Hypothesis:
    shard: int
    lines: list[str] = field(default_factory=list)


def decode(sentence: str, beam: int) -> str:
    words = sentence.split()
    return " | ".join(" ".join(words[i:] + words[:i]) for i in range(beam))


def translate_shard(shard: Shard, beam: int, out: Queue[Hypothesis]) -> None:
    hyp = Hypothesis(shard.number)
    for sentence in shard.sentences:
        hyp.lines.append(decode(sentence, beam))
    out.put(hyp)
    log.info("shard %d written", shard.number)


def make_shards(count: int, size: int) -> list[Shard]:
    text = "the quick brown fox jumps over the lazy dog number {}"
    return [Shard(n, [text.format(i) for i in range(size)]) for n in range(count)]


class Generation:
    def __init__(self, beam: int) -> None:
        self.beam = beam
        self.out: Queue[Hypothesis] = mp.Queue()
        self.workers: list[mp.Process] = []

    def launch(self, shards: list[Shard]) -> None:
        for shard in shards:
            worker = mp.Process(target=translate_shard, args=(shard, self.beam, self.out))
            worker.start()
            self.workers.append(worker)

    def finish(self) -> list[Hypothesis]:
        for worker in self.workers:
            worker.join()
        found = [self.out.get() for _ in self.workers]
        return sorted(found, key=lambda h: h.shard)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--sentences", type=int, default=2000)
    args = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    generation = Generation(args.beam)
    generation.launch(make_shards(2, args.sentences))
    for hyp in generation.finish():
        print(hyp.shard, len(hyp.lines))


if __name__ == "__main__":
    main()
