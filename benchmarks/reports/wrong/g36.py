"""Check links: the pages are put on a queue first, then as many workers as asked for take them."""

import multiprocessing as mp
import time

POLITENESS = 0.02
PAGES = [f"https://example.org/page/{n}" for n in range(30)]


def check(url):
    return url.endswith(("3", "7"))


def worker(pages, broken):
    while not pages.empty():
        time.sleep(POLITENESS)
        url = pages.get()
        if check(url):
            broken.put(url)


class LinkChecker:
    def __init__(self, workers):
        self.workers = workers

    def run(self, urls):
        pages = mp.Queue()
        broken = mp.SimpleQueue()
        for url in urls:
            pages.put(url)
        processes = [mp.Process(target=worker, args=(pages, broken)) for _ in range(self.workers)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        found = []
        while not broken.empty():
            found.append(broken.get())
        return found


def main():
    found = LinkChecker(workers=6).run(PAGES)
    print(len(found), "broken links")
    assert len(found) == 6


if __name__ == "__main__":
    main()
