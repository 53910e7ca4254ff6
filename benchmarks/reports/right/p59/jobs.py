"""Functions run in processes and in a pool; each gets a client with its proxy."""
from functools import partial


def visitor(client, lock, name, times):
    mine = client.scoped("visits.")
    for n in range(times):
        mine.count("total")
        mine.count(name)
    client.append("names", f"{name}:{client.motto}", lock)


def measure(client, size):
    key = f"cube.{size}"
    if key in client:
        return client[key]
    client[key] = value = size**3
    return value


def measuring(client):
    return partial(measure, client)
