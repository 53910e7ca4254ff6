import sys

from bank.errors import BankError
from bank.transfer import settle


def main() -> int:
    try:
        settle([("a", "b", 10), ("b", "c", 999), ("c", "a", 1)])
    except BankError as error:
        print(type(error).__name__, error, error.account, error.missing)
    return 0


if __name__ == "__main__":
    sys.exit(main())
