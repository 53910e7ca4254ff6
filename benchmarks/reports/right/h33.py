"""A thread holds a lock while children are forked; the lock is made anew in every child."""

import multiprocessing as mp
import os
import threading


class Metrics:
    def __init__(self):
        self.lock = threading.Lock()
        os.register_at_fork(after_in_child=self._renew)

    def _renew(self):
        self.lock = threading.Lock()

    def write(self, text):
        with self.lock:
            return len(text)


metrics = Metrics()


def evaluate(instance):
    metrics.write(f"instance {instance}")


def main():
    held, ended = threading.Event(), threading.Event()

    def hold():
        with metrics.lock:
            held.set()
            ended.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    context = mp.get_context("fork")
    processes = [context.Process(target=evaluate, args=(number,)) for number in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    ended.set()
    thread.join()
    print([process.exitcode for process in processes])


if __name__ == "__main__":
    main()
