"""Pipeline with markers that keep their identity when they cross a process boundary."""
from __future__ import annotations

import enum
import multiprocessing as mp
from dataclasses import dataclass
from typing import Any, Iterator


class Signal(enum.Enum):
    FLUSH = "flush"
    END = "end"


class _Missing:
    _instance: "_Missing | None" = None

    def __new__(cls) -> "_Missing":
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __reduce__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False


MISSING = _Missing()


@dataclass
class Reading:
    sensor: str
    value: Any = MISSING


def clean(source: "mp.Queue[Any]", sink: "mp.Queue[Any]") -> None:
    batch: list[Reading] = []
    while True:
        item = source.get()
        if item is Signal.END:
            break
        if item is Signal.FLUSH:
            sink.put(batch)
            batch = []
        elif item.value is not MISSING:
            batch.append(item)
        else:
            batch.append(Reading(item.sensor, MISSING))
    sink.put(batch)
    sink.put(Signal.END)


class Cleaner:
    def __init__(self) -> None:
        self.source: "mp.Queue[Any]" = mp.Queue()
        self.sink: "mp.Queue[Any]" = mp.Queue()

    def batches(self, readings: list[Reading], every: int) -> Iterator[list[Reading]]:
        proc = mp.Process(target=clean, args=(self.source, self.sink))
        proc.start()
        for i, reading in enumerate(readings, 1):
            self.source.put(reading)
            if i % every == 0:
                self.source.put(Signal.FLUSH)
        self.source.put(Signal.END)
        while (item := self.sink.get()) is not Signal.END:
            yield item
        proc.join()


def main() -> None:
    readings = [Reading(f"s{i % 4}", i if i % 5 else MISSING) for i in range(50)]
    batches = list(Cleaner().batches(readings, every=20))
    flat = [r for b in batches for r in b]
    assert [len(b) for b in batches] == [20, 20, 10]
    assert sum(r.value is MISSING for r in flat) == 10
    print([len(b) for b in batches])


if __name__ == "__main__":
    main()
