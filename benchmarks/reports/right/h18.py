"""Unlocked slots of a shared array: each process only ever writes its own."""

import multiprocessing as mp
import threading

SLOTS = 4
_local = threading.Lock()


class Board:
    def __init__(self):
        self.done = mp.Array("l", SLOTS, lock=False)

    def step(self, slot):
        with _local:
            self.done[slot] += 1

    def total(self):
        return sum(self.done)


def work(board, slot, steps):
    def half():
        for _ in range(steps // 2):
            board.step(slot)

    threads = [threading.Thread(target=half) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main():
    board = Board()
    processes = [mp.Process(target=work, args=(board, slot, 2000)) for slot in range(SLOTS)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print(board.total())
    assert board.total() == 8000


if __name__ == "__main__":
    main()
