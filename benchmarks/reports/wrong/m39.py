import concurrent.futures
import time


def tile_key(number):
    z, rest = divmod(number, 4096)
    return z, rest // 64, rest % 64


def expected_serial(count):
    start = time.perf_counter()
    for number in range(count):
        tile_key(number)
    return time.perf_counter() - start


def main():
    count = 40_000
    serial = expected_serial(count)
    start = time.perf_counter()
    with concurrent.futures.ProcessPoolExecutor(2) as executor:
        keys = list(executor.map(tile_key, range(count)))
    elapsed = time.perf_counter() - start
    print(f"{len(keys)} tiles, pool {elapsed:.2f}s, serial {serial:.3f}s")
    return 1 if elapsed > 1.5 else 0


if __name__ == "__main__":
    raise SystemExit(main())
