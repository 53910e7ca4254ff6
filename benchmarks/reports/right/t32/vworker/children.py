"""What runs in the children of a worker."""
import time


def monitoring(stats) -> None:
    """Keeps the numbers of the web page up to date."""
    while True:
        item = stats.get()
        if item == "quit":
            break
        time.sleep(0.001)


def extra_worker(jobs, results) -> None:
    from .jobs import execute

    while True:
        raw = jobs.get()
        if raw is None:
            break
        results.put(execute(raw))
