"""Run a callback in a child with a copy of the parent's state (fork on purpose)."""
import multiprocessing
from typing import Callable, TypeVar

T = TypeVar("T")

FORK = multiprocessing.get_context("fork")


def isolated(function: Callable[[], T]) -> T:
    """Calls the function in a forked child, so that its side effects are lost."""
    receiver, sender = FORK.Pipe(duplex=False)

    def body() -> None:
        receiver.close()
        sender.send(function())
        sender.close()

    child = FORK.Process(target=body)
    child.start()
    sender.close()
    try:
        return receiver.recv()
    finally:
        child.join()
        receiver.close()


def main() -> None:
    table = {"a": 1, "b": 2}

    def destructive() -> int:
        total = sum(table.pop(key) for key in list(table))
        return total

    print(isolated(destructive), len(table))
    print(isolated(lambda: max(table, key=table.get)))


if __name__ == "__main__":
    main()
