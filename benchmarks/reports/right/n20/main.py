import sys

from metrics.aggregator import get_aggregator
from metrics.web import serve


def main():
    get_aggregator().incr("boot")
    totals = serve(workers=2, requests=5)
    print("flushed per worker", totals)
    return 0 if all(t == 5 for t in totals) else 1


if __name__ == "__main__":
    sys.exit(main())
