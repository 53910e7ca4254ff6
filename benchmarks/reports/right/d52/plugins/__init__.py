"""Formatter plugins; the registry is filled by load(), once per process."""
import importlib

REGISTRY = {}


def plugin(name):
    def add(func):
        REGISTRY[name] = func
        return func

    return add


def load(names):
    for name in names:
        importlib.import_module(f"{__name__}.{name}")
    return REGISTRY
