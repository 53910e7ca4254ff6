"""Watch several meters, each by a process with its own counter."""

import argparse
import dataclasses
import logging
import multiprocessing as mp
import sys

log = logging.getLogger("meters")


@dataclasses.dataclass(frozen=True)
class Meter:
    name: str
    readings: tuple

    def total(self):
        return sum(self.readings)


def watch(meter, ceiling, counter, report):
    """Count the readings above the ceiling and report when there are too many."""
    for reading in meter.readings:
        if reading > ceiling:
            with counter.get_lock():
                counter.value += 1
    report.put((meter.name, counter.value))


class Watchers:
    """Starts a watcher a meter and knows how they ended."""

    def __init__(self, ceiling):
        self.ceiling = ceiling
        self.report = mp.Queue()
        self.processes = []

    def add(self, meter):
        process = mp.Process(
            target=watch,
            name=f"watch-{meter.name}",
            args=(meter, self.ceiling, mp.Value("i", 0), self.report),
        )
        process.start()
        self.processes.append(process)

    def finish(self):
        counts = {}
        for process in self.processes:
            process.join()
            if process.exitcode:
                log.error("%s ended with %s", process.name, process.exitcode)
            else:
                name, count = self.report.get()
                counts[name] = count
        return counts


def sample_meters(count):
    return [Meter(f"m{number}", tuple((number * 13 + n * 7) % 40 for n in range(30))) for number in range(count)]


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--meters", type=int, default=3)
    parser.add_argument("--ceiling", type=int, default=25)
    args = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO)
    watchers = Watchers(args.ceiling)
    for meter in sample_meters(args.meters):
        watchers.add(meter)
    counts = watchers.finish()
    for name in sorted(counts):
        print(name, counts[name])
    return 0 if len(counts) == args.meters else 1


if __name__ == "__main__":
    sys.exit(main())
