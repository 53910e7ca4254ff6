"""Frozen settings read once in the parent and handed to each worker whole."""
from __future__ import annotations

import configparser
import dataclasses
import enum
import logging
import multiprocessing as mp
import types
from typing import ClassVar

TEXT = """
[service]
mode = fast
retries = 2
hosts = alpha, beta, gamma
[limits]
alpha = 3
beta = 5
"""


class Mode(str, enum.Enum):
    FAST = "fast"
    SAFE = "safe"


@dataclasses.dataclass(frozen=True)
class Settings:
    mode: Mode
    retries: int
    hosts: tuple[str, ...]
    limits: types.MappingProxyType = dataclasses.field(hash=False)
    version: ClassVar[int] = 2

    @classmethod
    def parse(cls, text):
        parser = configparser.ConfigParser()
        parser.read_string(text)
        service = parser["service"]
        return cls(
            Mode(service["mode"]),
            service.getint("retries"),
            tuple(h.strip() for h in service["hosts"].split(",")),
            types.MappingProxyType({k: int(v) for k, v in parser["limits"].items()}),
        )

    def __reduce__(self):
        # mapping proxies do not pickle; a plain dict does
        return _settings, (self.mode, self.retries, self.hosts, dict(self.limits))


def _settings(mode, retries, hosts, limits):
    return Settings(mode, retries, hosts, types.MappingProxyType(limits))


def probe(settings, host, level, out):
    logging.basicConfig(level=level)
    log = logging.getLogger(f"probe.{host}")
    limit = settings.limits.get(host, 1)
    log.debug("limit %d", limit)
    steps = 1 if settings.mode is Mode.FAST else 2
    out.put((host, limit * steps * (settings.retries + 1)))


def main():
    settings = Settings.parse(TEXT)
    out = mp.SimpleQueue()
    procs = {h: mp.Process(target=probe, args=(settings, h, logging.WARNING, out)) for h in settings.hosts}
    for p in procs.values():
        p.start()
    for p in procs.values():
        p.join()  # three short tuples lie in the pipe meanwhile
    assert all(p.exitcode == 0 for p in procs.values())
    budget = dict(out.get() for _ in procs)
    out.close()
    assert budget == {"alpha": 9, "beta": 15, "gamma": 3}
    print(budget)


if __name__ == "__main__":
    main()
