from multiprocessing import Process

from cachesvc import CacheManager


def fill(bucket, keys):
    for key in keys:
        bucket.add(key)


def main():
    with CacheManager() as manager:
        store = manager.Store()
        users, teams = store.bucket("users"), store.bucket("teams")
        procs = [
            Process(target=fill, args=(users, ["ann", "bob"])),
            Process(target=fill, args=(users, ["bob", "cas"])),
            Process(target=fill, args=(teams, ["red"])),
        ]
        for p in procs:
            p.start()
        for p in procs:
            p.join()
        sizes = {name: store.bucket(name).size() for name in store.names()}
    assert sizes == {"users": 3, "teams": 1}, sizes
    print(sizes)


if __name__ == "__main__":
    main()
