from __future__ import annotations

from multiprocessing import Pool

from . import plugins, registry


def convert(item: tuple[str, str]) -> object:
    name, text = item
    return registry.find(name)(text)


def convert_all(items: list[tuple[str, str]]) -> list[object]:
    assert plugins
    with Pool(2) as pool:
        return pool.map(convert, items)
