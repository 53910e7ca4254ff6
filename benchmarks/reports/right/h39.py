"""A supervisor that makes a new process for every attempt."""

import multiprocessing as mp


def read_feed(attempt):
    with attempt.get_lock():
        attempt.value += 1
        number = attempt.value
    if number < 3:
        raise SystemExit(3)


class Supervisor:
    def __init__(self, target, *args):
        self.target, self.args = target, args
        self.process = None

    def start(self):
        self.process = mp.Process(target=self.target, args=self.args)
        self.process.start()

    def run(self, restarts=5):
        self.start()
        for _ in range(restarts):
            self.process.join()
            if not self.process.exitcode:
                return True
            self.start()
        self.process.join()
        return self.process.exitcode == 0


def main():
    attempt = mp.Value("i", 0)
    print(Supervisor(read_feed, attempt).run(), attempt.value)


if __name__ == "__main__":
    main()
