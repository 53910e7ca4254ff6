"""A scheduler wraps what it sends to its workers, adding a deadline and a priority."""

import multiprocessing as mp
import time
from dataclasses import dataclass


@dataclass
class Thumbnail:
    path: str
    width: int

    def render(self):
        return f"{self.path}@{self.width}"


class Scheduled:
    """Behaves as the wrapped message, with the scheduler's data on top."""

    def __init__(self, message, deadline):
        self.message = message
        self.deadline = deadline

    def __getattr__(self, name):
        return getattr(self.message, name)


def worker(inbox, outbox):
    for item in iter(inbox.get, None):
        late = time.time() > item.deadline
        outbox.put((item.render(), late))


class Scheduler:
    def __init__(self):
        self.inbox = mp.Queue()
        self.outbox = mp.Queue()
        self.process = mp.Process(target=worker, args=(self.inbox, self.outbox))
        self.process.start()

    def send(self, message, seconds):
        self.inbox.put(Scheduled(message, time.time() + seconds))

    def close(self):
        self.inbox.put(None)
        self.process.join()


def main():
    scheduler = Scheduler()
    thumbnails = [Thumbnail(f"img{n}.png", 64 * (n + 1)) for n in range(3)]
    for thumbnail in thumbnails:
        scheduler.send(thumbnail, seconds=30)
    for _ in thumbnails:
        print(*scheduler.outbox.get(timeout=5))
    scheduler.close()


if __name__ == "__main__":
    main()
