"""Replay recorded sensor frames through filters, one process a channel."""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass
class FilterSpec:
    """How one channel is smoothed."""

    name: str
    window: int = 3
    accept: Callable[[float], bool] = lambda value: value >= 0
    reduce: Callable[[Sequence[float]], float] = statistics.fmean


@dataclass
class Channel:
    number: int
    spec: FilterSpec
    frames: list[float] = field(default_factory=list)

    def smooth(self) -> list[float]:
        kept = [value for value in self.frames if self.spec.accept(value)]
        width = self.spec.window
        return [round(self.spec.reduce(kept[n : n + width]), 2) for n in range(len(kept) - width + 1)]


SPECS = {
    "raw": FilterSpec("raw", window=1),
    "mean": FilterSpec("mean"),
    "median": FilterSpec("median", window=5, reduce=statistics.median),
}


def replay(channel: Channel, sink) -> None:
    try:
        sink.send((channel.number, channel.smooth()))
    finally:
        sink.close()


class Player:
    def __init__(self, channels: list[Channel]):
        self.channels = channels

    def play(self) -> dict[int, list[float]]:
        running = []
        for channel in self.channels:
            source, sink = multiprocessing.Pipe(duplex=False)
            process = multiprocessing.Process(target=replay, kwargs={"channel": channel, "sink": sink})
            process.start()
            sink.close()
            running.append((process, source))
        outcome = {}
        for process, source in running:
            number, values = source.recv()
            process.join()
            outcome[number] = values
        return outcome


def recorded(count: int) -> list[list[float]]:
    return [[((n * 7 + channel * 5) % 19) - 3.0 for n in range(12)] for channel in range(count)]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spec", choices=sorted(SPECS), default="mean")
    parser.add_argument("--channels", type=int, default=2)
    options = parser.parse_args(argv)
    spec = SPECS[options.spec]
    channels = [Channel(number, spec, frames) for number, frames in enumerate(recorded(options.channels))]
    for number, values in sorted(Player(channels).play().items()):
        print(number, values[:4], len(values))
    return 0


if __name__ == "__main__":
    sys.exit(main())
