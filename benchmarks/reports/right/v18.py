"""Work queue with task_done in a finally, failing items are counted, workers are daemons."""
from __future__ import annotations

import logging
import multiprocessing as mp
import sys
from dataclasses import dataclass

log = logging.getLogger("orders")


@dataclass(frozen=True)
class Order:
    ident: int
    quantity: int


def price(order: Order) -> float:
    return 100.0 / order.quantity


def worker(orders: mp.JoinableQueue, priced, failed) -> None:
    while True:
        order = orders.get()
        try:
            price(order)
        except ZeroDivisionError:
            with failed.get_lock():
                failed.value += 1
        else:
            with priced.get_lock():
                priced.value += 1
        finally:
            orders.task_done()


def main() -> int:
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")
    orders: mp.JoinableQueue = mp.JoinableQueue()
    priced, failed = mp.Value("i", 0), mp.Value("i", 0)
    workers = [
        mp.Process(target=worker, args=(orders, priced, failed), daemon=True) for _ in range(2)
    ]
    for process in workers:
        process.start()
    for number in range(50):
        orders.put(Order(number, number % 10))
    orders.join()
    for process in workers:
        process.terminate()
        process.join()
    log.info("priced %d, failed %d", priced.value, failed.value)
    return 0 if (priced.value, failed.value) == (45, 5) else 1


if __name__ == "__main__":
    sys.exit(main())
