"""A counter that all processes add to; the lock of the value is taken in the method."""

import multiprocessing as mp


class Metric:
    def __init__(self):
        self._value = mp.Value("q", 0)

    @property
    def value(self):
        return self._value.value

    def increment(self, step=1):
        with self._value.get_lock():
            self._value.value += step


def consume(metric, measurements):
    for _ in measurements:
        metric.increment()


def main():
    metric = Metric()
    workers = [mp.Process(target=consume, args=(metric, range(5000))) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(metric.value)
    assert metric.value == 15_000


if __name__ == "__main__":
    main()
