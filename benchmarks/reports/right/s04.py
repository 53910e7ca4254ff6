"""Self-play data generation for a board game agent."""
from __future__ import annotations

import multiprocessing as mp
import random
import sys
from collections import Counter
from dataclasses import dataclass, field

BOARD = 49
rng = random.Random(20240517)


@dataclass
class Game:
    worker: int
    moves: list[int] = field(default_factory=list)

    @property
    def signature(self) -> str:
        return "-".join(map(str, self.moves[:8]))


def choose(legal: list[int], temperature: float) -> int:
    weights = [1.0 / (1 + cell) ** temperature for cell in legal]
    return rng.choices(legal, weights)[0]


def play(worker: int, length: int = 20) -> Game:
    game = Game(worker)
    legal = list(range(BOARD))
    for _ in range(length):
        move = choose(legal, 0.4)
        legal.remove(move)
        game.moves.append(move)
    return game


def self_play_worker(worker: int, games: int, out: mp.Queue) -> None:
    rng.seed(f"20240517/{worker}")
    for _ in range(games):
        out.put(play(worker))
    out.put(None)


def collect(workers: int, games: int) -> list[Game]:
    out: mp.Queue = mp.Queue()
    procs = [mp.Process(target=self_play_worker, args=(w, games, out)) for w in range(workers)]
    for proc in procs:
        proc.start()
    found: list[Game] = []
    running = workers
    while running:
        item = out.get()
        if item is None:
            running -= 1
        else:
            found.append(item)
    for proc in procs:
        proc.join()
    return found


def main() -> int:
    games = collect(workers=3, games=5)
    seen = Counter(game.signature for game in games)
    print(f"{len(games)} games, {len(seen)} different")
    return 0 if len(seen) == len(games) else 1


if __name__ == "__main__":
    sys.exit(main())
