import multiprocessing
import os


def consumer(orders, counts):
    handled = 0
    while True:
        try:
            order = orders.get()
        except (EOFError, OSError, ValueError):
            break
        handled += len(order)
    counts[os.getpid()] = handled


def main():
    manager = multiprocessing.Manager()
    counts = manager.dict()
    orders = multiprocessing.Queue()
    workers = [multiprocessing.Process(target=consumer, args=(orders, counts)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for number in range(50):
        orders.put(f"order-{number}")
    orders.close()
    for worker in workers:
        worker.join()
    print("handled", sum(counts.values()))
    manager.shutdown()


if __name__ == "__main__":
    main()
