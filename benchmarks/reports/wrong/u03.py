"""Turn a packet capture into rows of features: three stages joined by queues."""

import argparse
import collections
import multiprocessing as mp
import queue
import sys

Packet = collections.namedtuple("Packet", "when source target length protocol")

PROTOCOLS = ("tcp", "udp", "icmp")

packet_queue = None
service_queue = None
row_queue = None


def make_queues(size):
    """The queues between the stages."""
    global packet_queue, service_queue, row_queue
    packet_queue = mp.Queue(size)
    service_queue = mp.Queue(size)
    row_queue = mp.Queue(size)


def capture(count):
    for number in range(count):
        packet_queue.put(
            Packet(number * 0.5, f"10.0.0.{number % 4}", "10.0.1.1", 40 + number, PROTOCOLS[number % 3])
        )
    packet_queue.put(None)


def detect_services():
    """Name the service of each packet."""
    while True:
        packet = packet_queue.get()
        if packet is None:
            break
        service = "ping" if packet.protocol == "icmp" else "http"
        service_queue.put((service, packet))
    service_queue.put(None)


def count_windows(width):
    """Group the packets of each time window."""
    windows = collections.defaultdict(collections.Counter)
    while True:
        entry = service_queue.get()
        if entry is None:
            break
        service, packet = entry
        windows[int(packet.when // width)][service] += packet.length
    for window in sorted(windows):
        row_queue.put((window, dict(windows[window])))
    row_queue.put(None)


def write_rows(timeout):
    rows = 0
    while True:
        row = row_queue.get(timeout=timeout)
        if row is None:
            return rows
        print("window", row[0], sorted(row[1].items()))
        rows += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packets", type=int, default=30)
    parser.add_argument("--width", type=float, default=5.0)
    args = parser.parse_args()
    make_queues(16)
    stages = [
        mp.Process(target=capture, args=(args.packets,), name="capture"),
        mp.Process(target=detect_services, name="services"),
        mp.Process(target=count_windows, args=(args.width,), name="windows"),
    ]
    for stage in stages:
        stage.start()
    try:
        rows = write_rows(timeout=4.0)
    except queue.Empty:
        print("no rows", file=sys.stderr)
        return 1
    finally:
        for stage in stages:
            stage.join(timeout=1)
            stage.terminate()
    print(rows, "rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
