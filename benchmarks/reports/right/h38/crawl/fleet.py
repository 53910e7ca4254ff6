import multiprocessing as mp

from crawl.board import Board


def crawl(crawler, board):
    for page in range(1, 6):
        board.pages[crawler] = page


def main():
    crawlers = ["north", "south"]
    with Board(crawlers) as board:
        processes = [mp.Process(target=crawl, args=(crawler, board)) for crawler in crawlers]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        total = sum(board.pages.values())
    print(total)
    assert total == 10
