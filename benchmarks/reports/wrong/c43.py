"""Stream parsed log lines from worker processes."""
import collections
import datetime
import multiprocessing
import re
import sys

PATTERN = re.compile(r"(?P<host>\S+) (?P<day>\d+) (?P<status>\d{3})")


class LineParser(object):
    def __init__(self, year, month):
        self.year = year
        self.month = month

    def __call__(self, line):
        m = PATTERN.match(line)
        if m is None:
            return None
        day = datetime.date(self.year, self.month, int(m.group("day")))
        return m.group("host"), day, int(m.group("status"))


def parse_lines(lines, parser, processes=2):
    """Iterator over the parsed lines, in order."""
    with multiprocessing.Pool(processes) as pool:
        return pool.imap(parser, lines, chunksize=50)


def summarize(rows):
    by_status = collections.Counter()
    days = set()
    for row in rows:
        if row is None:
            continue
        host, day, status = row
        by_status[status] += 1
        days.add(day)
    return by_status, days


def generate(count):
    for n in range(count):
        yield "10.0.0.%d %d %d" % (n % 250, 1 + n % 28, (200, 200, 404, 500)[n % 4])


def main(argv):
    count = int(argv[1]) if len(argv) > 1 else 2000
    rows = parse_lines(generate(count), LineParser(2024, 5))
    by_status, days = summarize(rows)
    print(dict(by_status), len(days), "days")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
