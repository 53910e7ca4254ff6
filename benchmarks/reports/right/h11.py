"""Named tuples whose type name differs from the variable, made findable for pickle."""

from collections import namedtuple
from concurrent.futures import ProcessPoolExecutor

memory = nt_memory = namedtuple("memory", "total used")


class Host:
    Disk = namedtuple("Disk", "device size")
    Disk.__qualname__ = "Host.Disk"

    def __init__(self, name):
        self.name = name

    def disks(self):
        return [self.Disk(f"/dev/{self.name}", 100)]


def collect(name):
    return nt_memory(1024, 512), Host(name).disks()


def main():
    with ProcessPoolExecutor(max_workers=2) as executor:
        for usage, disks in executor.map(collect, ["web", "db"]):
            print(usage, disks)


if __name__ == "__main__":
    main()
