"""The engine's time grows with the length of a file, and not with the square of it; what is in a long file is found."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

growth: Any = importlib.import_module("benchmarks.bench_growth")
SMALL, LARGE = 300, 1200
AT_MOST = 2.5
"""How many times as much a line may cost in the large program; with the square of its length it would be four."""


@pytest.mark.parametrize("shape", growth.SHAPES)
def test_a_line_costs_the_same_in_a_longer_file(shape: str) -> None:
    make = growth.SHAPES[shape]
    growth.measure(make(10))  # modules are imported now
    costs = []
    for _ in range(3):  # another program may have had the processor's cache
        (few, _), (many, _) = growth.measure(make(SMALL)), growth.measure(make(LARGE))
        costs.append(many / LARGE / (few / SMALL))
        if costs[-1] < AT_MOST:
            return
    pytest.fail(f"a line costs {min(costs):.1f} times as much")


def test_each_line_of_a_long_file_is_followed() -> None:
    source = growth.SHAPES["starts"](3000)
    assert growth.measure(source)[1] == source.count("lambda: 0")
