import multiprocessing as mp
import sys

from client import Client
from jobs import measuring, visitor
from server import StoreManager


def visits(client):
    lock = mp.Lock()
    crew = [mp.Process(target=visitor, args=(client, lock, name, 20)) for name in ("ann", "ben", "cem")]
    for process in crew:
        process.start()
    for process in crew:
        process.join()
    return [process.exitcode for process in crew]


def cubes(client):
    with mp.Pool(2) as pool:
        return pool.map(measuring(client), [1, 2, 3, 2, 1] * 3)


def main():
    with StoreManager() as manager:
        client = Client(manager.store(50))
        again = Client(manager.store())
        client["motto"] = "go"
        assert visits(client) == [0, 0, 0]
        assert again["visits.total"] == 60
        assert [again[f"visits.{n}"] for n in ("ann", "ben", "cem")] == [20, 20, 20]
        assert sorted(again["names"]) == ["ann:go", "ben:go", "cem:go"]
        assert cubes(client) == [1, 8, 27, 8, 1] * 3
        assert "nothing" not in client
        for n in range(60):
            client[f"fill.{n}"] = n
        assert "motto" not in client
        size = manager.store().stats()["size"]
    assert size == 50
    print("store ok", size)


if __name__ == "__main__":
    sys.exit(main())
