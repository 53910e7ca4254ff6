import argparse
import sys

from supervisor import settings
from supervisor.workers import WorkerPool


def main():
    parser = argparse.ArgumentParser(description="Run one task per worker with the current settings")
    parser.add_argument("--model", default="large-v2")
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()

    pool = WorkerPool(args.workers)
    if not pool.self_check():
        parser.error("workers cannot be started")
    settings.project({"OURO_MODEL": args.model, "OURO_BUDGET": "50"})
    reports = pool.run_tasks(["summarise", "translate", "review"])
    for report in reports:
        print(report)
    wrong = [r for r in reports if r["model"] != args.model]
    print("tasks with a stale model:", len(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
