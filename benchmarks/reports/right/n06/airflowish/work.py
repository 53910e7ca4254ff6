import time


class TaskFailed(Exception):
    pass


def perform(number):
    if number % 500 == 499:
        raise TaskFailed("x" * 200)
    time.sleep(0)
    return f"log for {number}: " + "." * 120


def worker_loop(tasks, results):
    while True:
        item = tasks.get()
        if item is None:
            return
        key, number = item
        try:
            results.put((key, "success", perform(number)))
        except TaskFailed as exc:
            results.put((key, "failed", str(exc)))
