"""Settings: replaced in main, and sent to every worker by the initializer."""
from __future__ import annotations

import argparse
import multiprocessing as mp
from contextlib import contextmanager
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Settings:
    base: int = 10
    width: int = 0

    DIGITS = "0123456789abcdef"


_settings = Settings()


def configure(settings: Settings) -> None:
    global _settings
    _settings = settings


@contextmanager
def overridden(**changes):
    before = _settings
    configure(replace(before, **changes))
    try:
        yield
    finally:
        configure(before)


def render(number):
    digits = []
    while True:
        number, d = divmod(number, _settings.base)
        digits.append(Settings.DIGITS[d])
        if not number:
            return "".join(reversed(digits)).rjust(_settings.width, "0")


def render_all(numbers):
    # a new pool each time: it gets the settings in force now
    with mp.Pool(2, configure, (_settings,)) as pool:
        return pool.map(render, numbers)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--base", type=int, default=16)
    ns = ap.parse_args()
    configure(Settings(ns.base))
    plain = render_all([255, 16])
    with overridden(base=2, width=6):
        binary = render_all([5, 8])
    again = render_all([255])
    assert plain == ["ff", "10"] and binary == ["000101", "001000"] and again == ["ff"]
    print(plain, binary)


if __name__ == "__main__":
    main()
