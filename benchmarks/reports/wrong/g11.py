"""System metrics of many hosts, collected in worker processes."""

from collections import namedtuple
from concurrent.futures import ProcessPoolExecutor

nt_memory = namedtuple("memory", "total used free percent")
nt_disk = namedtuple("nt_disk", "device total used")
HOSTS = ["web-1", "web-2", "db-1"]


def memory_of(host):
    total = 16 * 1024 * (1 + len(host) % 3)
    used = total * 3 // 4
    return nt_memory(total, used, total - used, 75.0)


def disk_of(host):
    return [nt_disk(f"/dev/{host}-sd{letter}", 100, 40) for letter in "ab"]


def collect(host):
    return host, memory_of(host), disk_of(host)


class Inventory:
    def __init__(self, hosts):
        self.hosts = hosts
        self.rows = {}

    def refresh(self):
        with ProcessPoolExecutor(max_workers=2) as executor:
            for host, memory, disks in executor.map(collect, self.hosts):
                self.rows[host] = (memory, disks)

    def report(self):
        for host, (memory, disks) in sorted(self.rows.items()):
            yield f"{host}: {memory.percent:.0f}% of {memory.total} MiB, {len(disks)} disks"


def main():
    inventory = Inventory(HOSTS)
    inventory.refresh()
    for line in inventory.report():
        print(line)


if __name__ == "__main__":
    main()
