"""Packets to rows of features: three stages, joined by queues that they are given."""

import argparse
import collections
import multiprocessing as mp
import sys

Packet = collections.namedtuple("Packet", "when source length protocol")
PROTOCOLS = ("tcp", "udp", "icmp")


def capture(count, packets):
    for number in range(count):
        packets.put(Packet(number * 0.5, f"10.0.0.{number % 4}", 40 + number, PROTOCOLS[number % 3]))
    packets.put(None)


def detect_services(packets, services):
    for packet in iter(packets.get, None):
        services.put(("ping" if packet.protocol == "icmp" else "http", packet))
    services.put(None)


def count_windows(width, services, rows):
    windows = collections.defaultdict(collections.Counter)
    for service, packet in iter(services.get, None):
        windows[int(packet.when // width)][service] += packet.length
    for window in sorted(windows):
        rows.put((window, dict(windows[window])))
    rows.put(None)


class Pipeline:
    def __init__(self, size, width):
        self.packets, self.services, self.rows = (mp.Queue(size) for _ in range(3))
        self.stages = [
            mp.Process(target=detect_services, args=(self.packets, self.services)),
            mp.Process(target=count_windows, args=(width, self.services, self.rows)),
        ]

    def feed(self, count):
        self.stages.append(mp.Process(target=capture, args=(count, self.packets)))

    def run(self):
        for stage in self.stages:
            stage.start()
        yield from iter(self.rows.get, None)
        for stage in self.stages:
            stage.join()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packets", type=int, default=30)
    args = parser.parse_args()
    pipeline = Pipeline(16, 5.0)
    pipeline.feed(args.packets)
    for window, counts in pipeline.run():
        print("window", window, sorted(counts.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
