"""Shared progress board for a fleet of crawlers."""

import multiprocessing as mp


class Board:
    """What every crawler has done, visible to all."""

    def __init__(self, crawlers):
        self.pages = make_shared_dict({crawler: 0 for crawler in crawlers})

    def report(self, crawler, count):
        self.pages[crawler] = count

    def total(self):
        return sum(self.pages.values())


def make_shared_dict(initial):
    with mp.Manager() as manager:
        return manager.dict(initial)


def crawl(crawler, board):
    for page in range(1, 6):
        board.report(crawler, page)


def main():
    crawlers = ["north", "south"]
    board = Board(crawlers)
    processes = [mp.Process(target=crawl, args=(crawler, board)) for crawler in crawlers]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print(board.total(), "pages")


if __name__ == "__main__":
    main()
