"""Round-robin tournament, repetitions spread over processes."""
import random
from multiprocessing import Process, Queue


def cooperator(history, rng):
    return "C"


def grudger(history, rng):
    return "D" if "D" in history else "C"


def coin(history, rng):
    return rng.choice("CD")


STRATEGIES = {"cooperator": cooperator, "grudger": grudger, "coin": coin}
SCORES = {"CC": (3, 3), "CD": (0, 5), "DC": (5, 0), "DD": (1, 1)}


def match(one, two, turns, rng):
    first, second = "", ""
    for _ in range(turns):
        a, b = STRATEGIES[one](second, rng), STRATEGIES[two](first, rng)
        first, second = first + a, second + b
    return first, second


def worker(work, done, turns):
    for repetition in iter(work.get, "STOP"):
        rng = random.Random(repetition)
        plays = {}
        for one in STRATEGIES:
            for two in STRATEGIES:
                plays[one, two] = match(one, two, turns, rng)
        done.put(plays)


class Tournament:
    def __init__(self, repetitions, turns=400, processes=3):
        self.repetitions = repetitions
        self.turns = turns
        self.processes = processes

    def run(self):
        work, done = Queue(), Queue()
        for repetition in range(self.repetitions):
            work.put(repetition)
        for _ in range(self.processes):
            work.put("STOP")
        workers = [Process(target=worker, args=(work, done, self.turns)) for _ in range(self.processes)]
        for process in workers:
            process.start()
        for process in workers:
            process.join()
        return self.score([done.get() for _ in range(self.repetitions)])

    @staticmethod
    def score(all_plays):
        total = dict.fromkeys(STRATEGIES, 0)
        for plays in all_plays:
            for (one, _two), (first, second) in plays.items():
                total[one] += sum(SCORES[a + b][0] for a, b in zip(first, second))
        return total


def main():
    total = Tournament(repetitions=40).run()
    for name in sorted(total, key=total.get, reverse=True):
        print(f"{name:12}{total[name]}")


if __name__ == "__main__":
    main()
