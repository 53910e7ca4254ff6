import sys

from vworker.config import WorkerConfig
from vworker.jobs import JobError
from vworker.runner import run_worker


def main() -> int:
    config = WorkerConfig(name="mailer", concurrency=2, jobs=["welcome", "invoice", "", "reminder"])
    try:
        done = run_worker(config)
    except JobError as error:
        print("stopped:", error)
        return 0
    print("jobs done:", done)
    return 0


if __name__ == "__main__":
    sys.exit(main())
