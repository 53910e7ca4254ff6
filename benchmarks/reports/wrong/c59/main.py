from multiprocessing import Process

from cachesvc import CacheManager


def fill(store, bucket, keys):
    target = store.bucket(bucket)
    for key in keys:
        target.add(key)


def main():
    with CacheManager() as manager:
        store = manager.Store()
        procs = [
            Process(target=fill, args=(store, "users", ["ann", "bob"])),
            Process(target=fill, args=(store, "teams", ["red", "blue", "green"])),
        ]
        for p in procs:
            p.start()
        for p in procs:
            p.join()
        for name in store.names():
            print(name, len(store.bucket(name)))


if __name__ == "__main__":
    main()
