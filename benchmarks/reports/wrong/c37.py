"""Deploy checker: the same checks for each region, region settings in the environment."""
from __future__ import annotations

import contextlib
import os
from concurrent.futures import ProcessPoolExecutor
from typing import Iterator

REGIONS = {
    "eu": {"REGION": "eu-west", "ENDPOINT": "https://eu.example"},
    "us": {"REGION": "us-east", "ENDPOINT": "https://us.example"},
}


@contextlib.contextmanager
def environment(**values: str) -> Iterator[None]:
    before = {k: os.environ.get(k) for k in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value


def check(service: str) -> str:
    region = os.environ.get("REGION", "unset")
    endpoint = os.environ.get("ENDPOINT", "unset")
    return f"{endpoint}/{service}?region={region}"


def check_region(services: list[str]) -> list[str]:
    with ProcessPoolExecutor(max_workers=2) as executor:
        return list(executor.map(check, services))


def main() -> int:
    problems = 0
    for name, settings in REGIONS.items():
        with environment(**settings):
            urls = check_region(["auth", "billing"])
        for url in urls:
            expected = url.startswith(settings["ENDPOINT"])
            problems += not expected
            print(name, url, "" if expected else "(unexpected)")
    print("problems:", problems)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
