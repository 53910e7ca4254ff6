import argparse
import logging

from airflowish.executor import LocalExecutor


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--parallelism", type=int, default=2)
    parser.add_argument("--tasks", type=int, default=1500)
    args = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)

    executor = LocalExecutor(args.parallelism)
    executor.start()
    for number in range(args.tasks):
        executor.execute_async(("dag", f"task_{number}", 1), number)
    executor.end()
    print("success:", sum(1 for s in executor.states.values() if s == "success"))


if __name__ == "__main__":
    main()
