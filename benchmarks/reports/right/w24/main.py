import sys

from shop.dispatch import Dispatcher
from shop.orders import Order


def main() -> int:
    orders = [Order(number, amount=number * 10 - 20) for number in range(8)]
    dispatcher = Dispatcher(workers=2)
    good, bad = dispatcher.run(orders)
    print(good, bad)
    return 0


if __name__ == "__main__":
    sys.exit(main())
