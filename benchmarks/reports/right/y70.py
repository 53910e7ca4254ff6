"""Render pages with workers that are replaced after every few tasks."""

import argparse
import functools
import itertools
import multiprocessing
import sys


@functools.cache
def template(name):
    """Loaded once a worker."""
    return f"<{name}>{{}}</{name}>"


def render(page, name="p"):
    return template(name).format(page)


def chunks(items, size):
    iterator = iter(items)
    return iter(lambda: list(itertools.islice(iterator, size)), [])


def render_chunk(pages, *, name):
    return [render(page, name) for page in pages]


class Site:
    def __init__(self, pages):
        self.pages = pages
        self.rendered = []

    def build(self, workers, name):
        task = functools.partial(render_chunk, name=name)
        with multiprocessing.Pool(workers, maxtasksperchild=2) as pool:
            for part in pool.imap(task, chunks(self.pages, 2)):
                self.rendered.extend(part)
            pool.close()
            pool.join()
        return self.rendered


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", default="h1")
    args = parser.parse_args()
    print(Site(["a", "b", "c", "d", "e"]).build(2, args.name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
