"""Launcher for training runs: a job per data shard, started safely for CUDA."""
from __future__ import annotations

import argparse
import logging
import multiprocessing as mp
from dataclasses import dataclass

log = logging.getLogger("launch")


@dataclass(frozen=True)
class JobConfig:
    shards: int
    init_method: str
    epochs: int


def train_shard(rank: int, cfg: JobConfig) -> None:
    loss = 1.0
    for _ in range(cfg.epochs):
        loss *= 0.9 + rank * 0.01
    print(f"rank {rank}: loss {loss:.3f}", flush=True)


def launch_job(cfg: JobConfig, func) -> None:
    if cfg.shards <= 1:
        func(0, cfg)
        return
    mp.set_start_method("spawn")
    procs = [mp.Process(target=func, args=(rank, cfg)) for rank in range(cfg.shards)]
    for proc in procs:
        proc.start()
    for proc in procs:
        proc.join()
        if proc.exitcode:
            raise RuntimeError(f"{proc.name} failed with {proc.exitcode}")


def test_shard(rank: int, cfg: JobConfig) -> None:
    print(f"rank {rank}: accuracy {0.8 + rank / 100:.2f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--shards", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--no-test", action="store_true")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    cfg = JobConfig(args.shards, "tcp://localhost:9999", args.epochs)
    launch_job(cfg, train_shard)
    if not args.no_test:
        launch_job(cfg, test_shard)


if __name__ == "__main__":
    main()
