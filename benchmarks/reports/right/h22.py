"""A wrapper that forwards attributes, but not the ones that pickle asks for before there is a message."""

import multiprocessing as mp
from dataclasses import dataclass


@dataclass
class Thumbnail:
    path: str

    def render(self):
        return f"thumb:{self.path}"


class Scheduled:
    def __init__(self, message, priority):
        self.message = message
        self.priority = priority

    def __getattr__(self, name):
        if name.startswith("__") or "message" not in self.__dict__:
            raise AttributeError(name)
        return getattr(self.message, name)


def worker(inbox, outbox):
    for item in iter(inbox.get, None):
        outbox.put(item.render())


def main():
    inbox, outbox = mp.Queue(), mp.Queue()
    process = mp.Process(target=worker, args=(inbox, outbox))
    process.start()
    for number in range(3):
        inbox.put(Scheduled(Thumbnail(f"{number}.png"), number))
    print([outbox.get(timeout=10) for _ in range(3)])
    inbox.put(None)
    process.join()


if __name__ == "__main__":
    main()
