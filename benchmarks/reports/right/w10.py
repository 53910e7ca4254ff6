"""Each worker keeps a cache of its own: it is an optimisation, never an answer."""
from concurrent.futures import ProcessPoolExecutor

_known: dict[int, int] = {1: 0}
_hits = 0


def collatz(n: int) -> int:
    global _hits
    path = []
    while n not in _known:
        path.append(n)
        n = n // 2 if n % 2 == 0 else 3 * n + 1
    _hits += 1
    steps = _known[n]
    for number in reversed(path):
        steps += 1
        _known[number] = steps
    return steps


def main() -> None:
    numbers = range(1, 3000)
    with ProcessPoolExecutor(2) as executor:
        steps = list(executor.map(collatz, numbers, chunksize=100))
    longest = max(zip(steps, numbers))
    print(longest)


if __name__ == "__main__":
    main()
