"""Settings in the environment, exported before the first worker exists and never changed later."""
from __future__ import annotations

import argparse
import os
import random
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Iterator


@dataclass(frozen=True)
class Endpoint:
    region: str
    timeout: float

    def export(self) -> None:
        os.environ["APP_REGION"] = self.region
        os.environ["APP_TIMEOUT"] = str(self.timeout)

    @classmethod
    def load(cls) -> "Endpoint":
        return cls(os.environ.get("APP_REGION", "none"), float(os.environ.get("APP_TIMEOUT", "0")))


def check(name: str) -> tuple[str, str, float]:
    endpoint = Endpoint.load()
    return name, endpoint.region, endpoint.timeout


def fresh_seed() -> None:
    random.seed()


def token(_: int) -> float:
    return random.random()


@contextmanager
def workers(n: int) -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(n, initializer=fresh_seed) as executor:
        yield executor


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--region", default="eu")
    args = parser.parse_args()
    random.seed(1)
    Endpoint(args.region, 2.5).export()
    with workers(2) as executor:
        rows = list(executor.map(check, ["a", "b", "c"]))
        tokens = list(executor.map(token, range(40)))
    assert rows == [(n, "eu", 2.5) for n in "abc"], rows
    assert len(set(tokens)) == 40
    print(rows[0])


if __name__ == "__main__":
    main()
