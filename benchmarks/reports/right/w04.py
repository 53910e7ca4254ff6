"""Collect big results through a manager's queue: children can be joined first."""
import multiprocessing as mp


def produce(number: int, results) -> None:
    results.put((number, b"x" * 300_000))


def main() -> None:
    with mp.Manager() as manager:
        results = manager.Queue()
        children = [mp.Process(target=produce, args=(n, results)) for n in range(3)]
        for child in children:
            child.start()
        for child in children:
            child.join()
        sizes = {}
        while not results.empty():
            number, blob = results.get()
            sizes[number] = len(blob)
    print(sizes == dict.fromkeys(range(3), 300_000))


if __name__ == "__main__":
    main()
