"""Link checker: pages are fetched by processes, the checker keeps the statistics."""
import logging
import sys

from links.checker import LinkChecker
from links.site import demo_site


def main() -> int:
    logging.basicConfig(level=logging.INFO)
    checker = LinkChecker(demo_site(), jobs=2)
    checker.check_all()
    print("visited", checker.stats.visited, "broken", sorted(checker.stats.broken))
    return 0 if checker.stats.visited == len(checker.site.pages) else 1


if __name__ == "__main__":
    sys.exit(main())
