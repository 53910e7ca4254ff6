import multiprocessing as mp

from remote.jobs import BoardManager


def book(board, name):
    for _ in range(20):
        board.add(name, 1)


def main():
    with BoardManager() as manager:
        board = manager.JobBoard()
        processes = [mp.Process(target=book, args=(board, name)) for name in ("a", "b", "a")]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        print(board.total())
        assert board.total() == 60
