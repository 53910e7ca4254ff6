"""A service with a pool sends its own method; the pool is left out of the pickle."""

from multiprocessing import Pool


class ReportService:
    def __init__(self, title, workers=2):
        self.title = title
        self.pool = Pool(workers)

    def __getstate__(self):
        state = self.__dict__.copy()
        del state["pool"]
        return state

    def render(self, page):
        return f"{self.title} / {page}"

    def render_all(self, pages):
        return self.pool.map(self.render, pages)

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.pool.close()
        self.pool.join()


def main():
    with ReportService("Quarter 3") as service:
        print(service.render_all(range(3)))


if __name__ == "__main__":
    main()
