import sys

from vworker.config import WorkerConfig
from vworker.runner import run_worker


def main() -> int:
    config = WorkerConfig(name="mailer", concurrency=2, jobs=["welcome", "invoice", "", "reminder"])
    done = run_worker(config)
    print("jobs done:", done)
    return 0


if __name__ == "__main__":
    sys.exit(main())
