import multiprocessing as mp
import sys

from board import Board
from service import serve

METRICS = [f"{m}.{k}" for m in ("decode", "sum") for k in ("calls", "errors", "seconds")] + ["finished"]


class Front:
    def __init__(self, workers=3):
        self.board = Board(METRICS, workers)
        self.inbox, self.outbox = mp.SimpleQueue(), mp.Queue()
        self.crew = [
            mp.Process(target=serve, args=(n, self.board, self.inbox, self.outbox), name=f"serve-{n}")
            for n in range(workers)
        ]

    def run(self, lines):
        for process in self.crew:
            process.start()
        # the workers' answers never wait for us: theirs is a queue with a feeder
        for request in enumerate(lines):
            self.inbox.put(request)
        for _ in self.crew:
            self.inbox.put(None)
        answers, ends = {}, 0
        while ends < len(self.crew):
            match self.outbox.get():
                case None:
                    ends += 1
                case ident, value:
                    answers[ident] = value
        for process in self.crew:
            process.join()
        return [answers[i] for i in sorted(answers)]

    def close(self):
        self.inbox.close()
        self.outbox.close()


def check_writer():
    board = Board(["x"], 2)
    writer = board.writer(1)
    writer.add("x", 2)
    writer.add("x")
    board.writer(0).set("x", 10)
    assert board.total("x") == 13
    try:
        board.writer(2)
    except IndexError:
        return
    raise AssertionError("no IndexError")


def main():
    check_writer()
    lines = ["[1, 2, 3]", "nonsense", '["a"]', "[]"] * 10
    front = Front()
    try:
        answers = front.run(lines)
    finally:
        front.close()
    assert answers == [6, None, None, 0] * 10
    snapshot = front.board.snapshot()
    assert snapshot["decode.calls"] == 40 and snapshot["decode.errors"] == 10
    assert snapshot["sum.calls"] == 30 and snapshot["sum.errors"] == 10
    assert snapshot["finished"] == 3
    assert snapshot["decode.seconds"] > 0
    print({k: v for k, v in snapshot.items() if not k.endswith("seconds")})


if __name__ == "__main__":
    sys.exit(main())
