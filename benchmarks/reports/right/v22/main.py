"""Inventory shared by a manager: nested values are written back as a whole."""
import sys

from shop.orders import process_orders


def main() -> int:
    stock, log = process_orders([("apple", 2), ("pear", 1), ("apple", 3), ("plum", 4)] * 5)
    print(sorted(stock.items()), len(log))
    return 0 if stock["apple"]["sold"] == 25 else 1


if __name__ == "__main__":
    sys.exit(main())
