"""Trajectory sampler that appends episodes to one log from several workers."""
from __future__ import annotations

import functools
import logging
import multiprocessing
import tempfile
from dataclasses import dataclass
from multiprocessing.synchronize import Lock
from pathlib import Path

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SamplerConfig:
    episodes: int = 12
    horizon: int = 5
    processes: int = 2


def rollout(seed: int, horizon: int) -> list[int]:
    state = seed
    path = []
    for _ in range(horizon):
        state = (state * 1103515245 + 12345) % 2**31
        path.append(state % 4)
    return path


_write_lock: Lock


def _init(lock: Lock) -> None:
    global _write_lock
    _write_lock = lock


def sample_episode(seed: int, horizon: int, logfile: Path) -> int:
    path = rollout(seed, horizon)
    with _write_lock:
        with logfile.open("a") as fh:
            fh.write(f"{seed} {' '.join(map(str, path))}\n")
    return sum(path)


class Sampler:
    def __init__(self, config: SamplerConfig, logfile: Path) -> None:
        self.config = config
        self.logfile = logfile
        self._write_lock = multiprocessing.Lock()

    def obtain_samples(self) -> list[int]:
        task = functools.partial(
            sample_episode,
            horizon=self.config.horizon,
            logfile=self.logfile,
        )
        with multiprocessing.Pool(self.config.processes, _init, (self._write_lock,)) as pool:
            return pool.map(task, range(self.config.episodes))


def main() -> None:
    logging.basicConfig(level=logging.INFO)
    with tempfile.TemporaryDirectory() as tmp:
        sampler = Sampler(SamplerConfig(), Path(tmp) / "episodes.log")
        rewards = sampler.obtain_samples()
        print("mean reward", sum(rewards) / len(rewards))


if __name__ == "__main__":
    main()
