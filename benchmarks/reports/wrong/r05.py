"""Harvest preprint metadata for a list of categories in parallel."""
import argparse
import concurrent.futures
import logging
from dataclasses import dataclass

logger = logging.getLogger("harvest")

CATALOGUE = {"math.CO": 41, "hep-th": 77, "cs.DS": 12}


class HarvestError(Exception):
    """Base class for everything the client raises."""

    def __init__(self, url, attempt, message):
        self.url = url
        self.attempt = attempt
        self.message = message
        super().__init__(self.message)

    def __str__(self):
        return f"{self.message} ({self.url})"


class FeedStatusError(HarvestError):
    def __init__(self, url, attempt, status):
        self.status = status
        super().__init__(url, attempt, f"feed request answered HTTP {status}")


@dataclass(frozen=True)
class Query:
    category: str
    page_size: int = 100

    @property
    def url(self):
        return f"https://feed.invalid/api?cat={self.category}&max={self.page_size}"


class Client:
    def __init__(self, retries=3):
        self.retries = retries

    def fetch(self, query):
        for attempt in range(self.retries):
            found = CATALOGUE.get(query.category)
            if found is not None:
                return {"category": query.category, "entries": found}
        raise FeedStatusError(query.url, attempt, 503)


def harvest_category(category):
    return Client().fetch(Query(category))


def harvest(categories, workers):
    totals, failed = {}, []
    with concurrent.futures.ProcessPoolExecutor(max_workers=workers) as executor:
        pending = {executor.submit(harvest_category, name): name for name in categories}
        for future in concurrent.futures.as_completed(pending):
            name = pending[future]
            try:
                totals[name] = future.result()["entries"]
            except HarvestError as exc:
                logger.warning("%s: %s after %d attempts", name, exc, exc.attempt + 1)
                failed.append(name)
    return totals, failed


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("categories", nargs="*", default=["math.CO", "q-fin.XX", "hep-th", "cs.DS"])
    parser.add_argument("-j", "--jobs", type=int, default=2)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    totals, failed = harvest(args.categories, args.jobs)
    print(f"{sum(totals.values())} entries, failed: {failed}")


if __name__ == "__main__":
    main()
