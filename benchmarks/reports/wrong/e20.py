"""Nightly reconciliation: the parent writes the header, each shard appends its section."""
from __future__ import annotations

import multiprocessing as mp
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True)
class Shard:
    name: str
    debit: int
    credit: int


class Journal:
    """Buffered writer for the reconciliation file."""

    def __init__(self) -> None:
        self.path = Path(os.environ.get("JOURNAL") or tempfile.gettempdir()) / "recon-e20.txt"
        self._out: IO[str] = open(self.path, "a", encoding="utf-8")

    def line(self, text: str) -> None:
        self._out.write(text + "\n")

    def flush(self) -> None:
        self._out.flush()


journal = Journal()


def reconcile(shard: Shard) -> None:
    delta = shard.debit - shard.credit
    journal.line(f"{shard.name}: delta {delta}")
    journal.flush()


class Reconciliation:
    def __init__(self, shards: list[Shard]) -> None:
        self.shards = shards

    def run(self) -> None:
        journal.line("RECONCILIATION")
        journal.line("date: 2024-03-01")
        for shard in self.shards:
            proc = mp.Process(target=reconcile, args=(shard,))
            proc.start()
            proc.join()
        journal.line("END")
        journal.flush()


def main() -> None:
    Reconciliation([Shard(f"s{i}", i * 10, i * 9) for i in range(4)]).run()
    lines = journal.path.read_text().splitlines()
    print("headers:", lines.count("RECONCILIATION"), "lines:", len(lines), "first:", lines[0])
    journal.path.unlink()


if __name__ == "__main__":
    main()
