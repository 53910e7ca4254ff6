"""Chat bot: commands of plugins may take long, so they run in a process with a limit."""
import logging
import sys
from pathlib import Path

from bot.commands import run_limited
from bot.loader import PluginManager


def main() -> int:
    logging.basicConfig(level=logging.INFO)
    manager = PluginManager(Path(__file__).parent / "plugins")
    manager.load_all()
    for text in ("math 6*7", "rot13 uryyb"):
        name, _, argument = text.partition(" ")
        plugin = manager.find(name)
        print(text, "->", run_limited(plugin.commands[name], argument, limit=5.0))
    return 0


if __name__ == "__main__":
    sys.exit(main())
