import sys

from crawl.config import CrawlConfig
from crawl.engine import Engine


def main() -> int:
    with Engine(CrawlConfig(workers=2, depth=2)) as engine:
        pages = engine.crawl(["a", "b"])
    print(len(pages), sorted(pages)[:3])
    return 0


if __name__ == "__main__":
    sys.exit(main())
