"""Scheduler with plugin tasks: plugins are enabled from the settings at start."""
import logging
import sys

from beat.scheduler import Scheduler
from beat.settings import Settings


def main() -> int:
    logging.basicConfig(level=logging.INFO)
    scheduler = Scheduler(Settings(plugins=["plugins.epg", "plugins.vod"]))
    scheduler.enable_plugins()
    failed = scheduler.run_due(["core.ping", "epg.refresh", "vod.scan"])
    print("failed:", failed)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
