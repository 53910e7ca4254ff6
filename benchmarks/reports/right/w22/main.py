import multiprocessing
import sys

from kv.client import get_client
from kv.server import serving
from kv.tasks import lookup


def main() -> int:
    with serving({f"k{n}": str(n * n) for n in range(20)}) as address:
        print("parent sees", get_client(address).get("k3"))
        with multiprocessing.get_context("spawn").Pool(2) as pool:
            values = pool.starmap(lookup, [(address, f"k{n}") for n in range(20)])
        get_client(address).close()
    print(sum(map(int, values)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
