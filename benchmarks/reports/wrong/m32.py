import multiprocessing
import sys
import time


class PortableQueue:
    def __init__(self):
        self.size = multiprocessing.Value("i", 0)
        self.queue = multiprocessing.SimpleQueue()

    def put(self, item):
        self.queue.put(item)
        self.size.value += 1

    def qsize(self):
        return self.size.value


def producer(queue, total, gate):
    gate.wait()
    for n in range(total):
        queue.put(None)


def drain(queue, total):
    for _ in range(total):
        queue.queue.get()


def main():
    queue = PortableQueue()
    gate = multiprocessing.Event()
    workers = [multiprocessing.Process(target=producer, args=(queue, 8000, gate)) for _ in range(4)]
    for worker in workers:
        worker.start()
    time.sleep(0.5)
    gate.set()
    drain(queue, 32000)
    for worker in workers:
        worker.join()
    print("measurements counted", queue.qsize(), "of 32000")
    return 0 if queue.qsize() == 32000 else 1


if __name__ == "__main__":
    sys.exit(main())
