"""Pool tasks (daemonic workers) which use threads and subprocesses, but no child processes of ours."""
from __future__ import annotations

import multiprocessing as mp
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.pool import ThreadPool


@dataclass(frozen=True)
class Host:
    name: str
    services: tuple[str, ...]


def probe(service: str) -> int:
    return len(service)


def run_tool(host: Host) -> int:
    script = f"print(sum(map(ord, {host.name!r})))"
    done = subprocess.run([sys.executable, "-S", "-c", script], capture_output=True, text=True, check=True)
    return int(done.stdout)


def scan(host: Host) -> dict[str, int]:
    found: dict[str, int] = {}
    lock = threading.Lock()

    def record(service: str) -> None:
        value = probe(service)
        with lock:
            found[service] = value

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(record, host.services))
    with ThreadPool(2) as pool:
        found["total"] = sum(pool.map(probe, host.services))
    found["tool"] = run_tool(host)
    return found


def scan_region(hosts: list[Host]) -> list[dict[str, int]]:
    with ProcessPoolExecutor(2) as executor:
        return list(executor.map(scan, hosts))


class Region(mp.Process):
    """Not a daemon, hence allowed to have workers."""

    def __init__(self, hosts: list[Host]) -> None:
        super().__init__(daemon=False)
        self.hosts = hosts
        self.answers: mp.SimpleQueue = mp.SimpleQueue()

    def run(self) -> None:
        self.answers.put(scan_region(self.hosts))


def main() -> None:
    hosts = [Host(f"h{i}", ("ssh", "http", "imap")[: i % 3 + 1]) for i in range(4)]
    with mp.Pool(2) as pool:
        direct = pool.map(scan, hosts)
    region = Region(hosts)
    region.start()
    nested = region.answers.get()
    region.join()
    assert direct == nested and direct[2]["total"] == 11, direct
    print(direct[0])


if __name__ == "__main__":
    main()
