import sys

from obstore.jobs import checksum_all
from obstore.memory import MemoryStore
from obstore.wrappers import CachingStore


def main():
    store = MemoryStore()
    for n in range(8):
        store.put(f"chunk/{n}", bytes([n]) * 1000)
    cached = CachingStore(store, max_size=1 << 20)
    sums = checksum_all(cached, cached.list("chunk/"), workers=2)
    print("checksums", len(sums))
    return 0


if __name__ == "__main__":
    sys.exit(main())
