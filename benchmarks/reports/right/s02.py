"""Nightly ensemble run: realizations are written in parallel, then summarised."""
from __future__ import annotations

import json
import logging
import multiprocessing as mp
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

log = logging.getLogger("ensemble")


@dataclass(frozen=True)
class Realization:
    ident: int
    conductivity: float
    recharge: float | None


def solve(real: Realization) -> float:
    head = 10.0
    for _ in range(50):
        head += real.recharge / real.conductivity - head * 0.01
    return head


def write_realization(real: Realization, folder: str) -> str:
    target = Path(folder) / f"real_{real.ident:04d}.json"
    record = asdict(real) | {"head": solve(real)}
    target.write_text(json.dumps(record))
    return str(target)


class EnsembleWriter:
    def __init__(self, folder: Path, workers: int = 2) -> None:
        self.folder = folder
        self.workers = workers

    def run(self, reals: list[Realization]) -> None:
        failed = 0
        pool = mp.Pool(self.workers)
        pending = [pool.apply_async(write_realization, (r, str(self.folder))) for r in reals]
        pool.close()
        for real, result in zip(reals, pending):
            try:
                result.get()
            except TypeError as error:
                failed += 1
                log.error("realization %d failed: %s", real.ident, error)
        pool.join()
        log.info("%d realizations done, %d failed", len(reals) - failed, failed)

    def summary(self) -> dict[str, float]:
        heads = [json.loads(p.read_text())["head"] for p in sorted(self.folder.glob("real_*.json"))]
        return {"n": len(heads), "mean": sum(heads) / max(1, len(heads))}


def draw(count: int) -> list[Realization]:
    out = []
    for i in range(count):
        recharge = None if i % 5 == 3 else 0.2 + i / 100
        out.append(Realization(i, 1.0 + i / 10, recharge))
    return out


def main() -> int:
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")
    with tempfile.TemporaryDirectory() as tmp:
        writer = EnsembleWriter(Path(tmp))
        reals = draw(20)
        writer.run(reals)
        result = writer.summary()
    print("asked for", len(reals), "written", result["n"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
