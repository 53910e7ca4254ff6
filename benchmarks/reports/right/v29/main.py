"""Export over pipes: every end that a process does not use is closed."""
import sys

from export.pipeline import run


def main() -> int:
    lines = run(50)
    print(len(lines), lines[-1])
    return 0 if len(lines) == 50 else 1


if __name__ == "__main__":
    sys.exit(main())
