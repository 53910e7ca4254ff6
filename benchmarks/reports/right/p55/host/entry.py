"""Entry names: 'package.module:Class'."""
from importlib import import_module


def load(entry):
    module_name, sep, attribute = entry.partition(":")
    if not sep:
        raise ValueError(f"no ':' in {entry!r}")
    target = import_module(module_name)
    for part in attribute.split("."):
        target = getattr(target, part)
    return target
