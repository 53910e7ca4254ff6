import multiprocessing
import sys

from board import Board
from players import play


def main() -> int:
    with multiprocessing.Manager() as manager:
        board = Board(manager.dict(), manager.Lock())
        children = [multiprocessing.Process(target=play, args=(board, name, 20)) for name in ("ann", "bob", "cy")]
        for child in children:
            child.start()
        for child in children:
            child.join()
        scores = board.totals()
    print(scores)
    return 0 if scores == {"ann": 190, "bob": 190, "cy": 190, "all": 570} else 1


if __name__ == "__main__":
    sys.exit(main())
