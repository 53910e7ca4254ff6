"""Several processes send on one connection: each message is sent under a lock that they share."""

import multiprocessing as mp


class Channel:
    def __init__(self, conn):
        self._conn = conn
        self._lock = mp.Lock()

    def send(self, message):
        with self._lock:
            self._conn.send(message)


def report(channel, number, messages):
    for message in range(messages):
        channel.send((number, "x" * 3000 * (message % 3)))


def main():
    receiver, sender = mp.Pipe(duplex=False)
    channel = Channel(sender)
    reporters = [mp.Process(target=report, args=(channel, number, 50)) for number in range(3)]
    for reporter in reporters:
        reporter.start()
    counts = [0, 0, 0]
    for _ in range(150):
        counts[receiver.recv()[0]] += 1
    for reporter in reporters:
        reporter.join()
    print(counts)
    assert counts == [50, 50, 50]


if __name__ == "__main__":
    main()
