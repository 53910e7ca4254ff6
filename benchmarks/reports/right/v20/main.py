"""Plugins by dotted name: the worker imports what it needs itself."""
import logging
import sys

from engine.host import PluginHost


def main() -> int:
    logging.basicConfig(level=logging.WARNING)
    host = PluginHost(["filters.blur", "filters.invert"], workers=2)
    for name, value in host.run([1, 2, 3]):
        print(name, value)
    return 0


if __name__ == "__main__":
    sys.exit(main())
