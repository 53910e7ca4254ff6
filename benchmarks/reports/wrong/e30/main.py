from __future__ import annotations

import sys

from prefork.jobs import demo_jobs
from prefork.master import Master


def main() -> int:
    master = Master(demo_jobs(), workers=3)
    summary = master.run()
    print(f"[master] handled {summary.handled} jobs with {summary.workers} workers", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
