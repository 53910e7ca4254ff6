"""Render report pages in a pool that the service owns for its whole life."""

from dataclasses import dataclass
from multiprocessing import Pool


@dataclass
class Page:
    number: int
    text: str


class ReportService:
    def __init__(self, title, workers=2):
        self.title = title
        self.pool = Pool(workers)
        self.rendered = 0

    def render(self, page):
        header = f"== {self.title} / {page.number} =="
        return "\n".join([header, page.text.upper()])

    def render_all(self, pages):
        results = self.pool.map(self.render, pages)
        self.rendered += len(results)
        return results

    def close(self):
        self.pool.close()
        self.pool.join()


def main():
    service = ReportService("Quarter 3")
    try:
        pages = [Page(number, f"page {number}") for number in range(1, 5)]
        for text in service.render_all(pages):
            print(text)
    finally:
        service.close()


if __name__ == "__main__":
    main()
