"""Count what the fast path of a measurement pipeline has handled."""

import multiprocessing as mp


class Metric:
    """A counter that all processes see."""

    def __init__(self, name):
        self.name = name
        self._value = mp.Value("q", 0)

    @property
    def value(self):
        return self._value.value

    @value.setter
    def value(self, number):
        self._value.value = number

    def increment(self, step=1):
        self.value += step


class Pipeline:
    def __init__(self):
        self.seen = Metric("measurements")
        self.bytes = Metric("bytes")

    def handle(self, measurement):
        self.seen.increment()
        self.bytes.increment(len(measurement))


def consume(pipeline, measurements):
    for measurement in measurements:
        pipeline.handle(measurement)


def main():
    pipeline = Pipeline()
    measurements = [f"measurement-{number:06d}" for number in range(200_000)]
    workers = [mp.Process(target=consume, args=(pipeline, measurements[part::4])) for part in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(f"{pipeline.seen.value} of {len(measurements)} measurements, {pipeline.bytes.value} bytes")
    assert pipeline.seen.value == len(measurements), "measurements were not counted"


if __name__ == "__main__":
    main()
