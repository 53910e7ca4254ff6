"""Supervisor that keeps a flaky feed reader running."""

import multiprocessing as mp
import time


def read_feed(attempt, quotes):
    for number in range(3):
        quotes.put(number)
    if attempt.value < 2:
        attempt.value += 1
        raise ConnectionError("feed closed the connection")


class Supervisor:
    def __init__(self, target, *args, restarts=5):
        self.process = mp.Process(target=target, args=args)
        self.restarts = restarts

    def run(self):
        self.process.start()
        while True:
            self.process.join()
            if self.process.exitcode == 0:
                return True
            if not self.restarts:
                return False
            self.restarts -= 1
            time.sleep(0.05)
            self.process.start()


def main():
    attempt = mp.Value("i", 0)
    quotes = mp.SimpleQueue()
    supervisor = Supervisor(read_feed, attempt, quotes)
    print("feed ended normally:", supervisor.run())
    received = 0
    while not quotes.empty():
        quotes.get()
        received += 1
    print(received, "quotes")


if __name__ == "__main__":
    main()
