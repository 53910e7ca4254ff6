"""A leaderboard that lives in a manager's process; it locks for itself."""

import sys
import threading
from multiprocessing import Process
from multiprocessing.managers import BaseManager


class Leaderboard:
    def __init__(self):
        self._scores = {}
        self._lock = threading.Lock()

    def add(self, player, points):
        with self._lock:
            self._scores[player] = self._scores.get(player, 0) + points

    def top(self, count):
        with self._lock:
            return sorted(self._scores.items(), key=lambda item: (-item[1], item[0]))[:count]


class GameManager(BaseManager):
    pass


GameManager.register("Leaderboard", Leaderboard)


def play(board, player, rounds):
    for number in range(rounds):
        board.add(player, number % 5)
        board.add("house", 1)


def main():
    with GameManager() as manager:
        board = manager.Leaderboard()
        players = [Process(target=play, args=(board, name, 50)) for name in ("ann", "bob")]
        for player in players:
            player.start()
        for player in players:
            player.join()
        print(board.top(3))
    return 0


if __name__ == "__main__":
    sys.exit(main())
