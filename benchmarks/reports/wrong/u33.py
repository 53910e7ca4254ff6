"""Count hits by country over shards of a web server's log."""

import argparse
import logging
import sys
from multiprocessing import Manager, Process

LOG = logging.getLogger(__name__)
COUNTRIES = ("de", "fr", "it")


def shard_lines(shard, lines):
    for number in range(lines):
        yield f"{COUNTRIES[(number + shard) % 3]} GET /page{number % 7} 200"


class HitCounter:
    """Counts in a mapping that it is given."""

    def __init__(self, totals):
        self.totals = totals

    def feed(self, line):
        country, _method, _path, status = line.split()
        if status == "200":
            self.totals[country] += 1


def count_shard(shard, lines, totals):
    counter = HitCounter(totals)
    for line in shard_lines(shard, lines):
        counter.feed(line)
    LOG.info("shard %d is done", shard)


def count_all(shards, lines):
    with Manager() as manager:
        totals = manager.dict({country: 0 for country in COUNTRIES})
        workers = [
            Process(target=count_shard, args=(shard, lines, totals), name=f"shard-{shard}")
            for shard in range(shards)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return dict(totals)


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shards", type=int, default=4)
    parser.add_argument("--lines", type=int, default=600)
    parser.add_argument("-v", "--verbose", action="store_true")
    args = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO if args.verbose else logging.WARNING)
    totals = count_all(args.shards, args.lines)
    for country in COUNTRIES:
        LOG.info("%s %d", country, totals[country])
    expected = args.shards * args.lines
    counted = sum(totals.values())
    print("complete" if counted == expected else "hits were lost", expected)
    return 0 if counted == expected else 1


if __name__ == "__main__":
    sys.exit(main())
