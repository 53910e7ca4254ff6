"""Page checker: a producer lists pages, checkers look at them until none is left."""
import logging
import queue
import time
from multiprocessing import Process, Queue, current_process

log = logging.getLogger("checker")


def list_pages(pages: Queue, count: int) -> None:
    for n in range(count):
        time.sleep(0.02)
        pages.put(f"/page/{n}")


def check_pages(pages: Queue, verdicts: Queue) -> None:
    checked = 0
    while not pages.empty():
        try:
            page = pages.get_nowait()
        except queue.Empty:
            break
        verdicts.put((page, "ok" if not page.endswith("13") else "dead"))
        checked += 1
    verdicts.put((current_process().name, checked))


class SiteCheck:
    def __init__(self, pages: int = 25, checkers: int = 2) -> None:
        self.count = pages
        self.checkers = checkers
        self.verdicts: dict[str, str] = {}
        self.per_checker: dict[str, int] = {}

    def run(self) -> None:
        pages, verdicts = Queue(), Queue()
        producer = Process(target=list_pages, args=(pages, self.count))
        team = [Process(target=check_pages, args=(pages, verdicts)) for _ in range(self.checkers)]
        producer.start()
        for member in team:
            member.start()
        while len(self.per_checker) < self.checkers:
            key, value = verdicts.get()
            if isinstance(value, int):
                self.per_checker[key] = value
            else:
                self.verdicts[key] = value
        for member in [producer, *team]:
            member.join()


def main() -> int:
    site = SiteCheck()
    site.run()
    print(f"{len(site.verdicts)} of {site.count} pages checked", site.per_checker)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
