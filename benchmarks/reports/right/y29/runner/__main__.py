import sys

from .slave import run_job


def main():
    for line in run_job([f"test_{number}" for number in range(4)], executors=2):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
