"""Producers and consumers; both detach whatever happens."""
from contextlib import contextmanager

from ringbuffer import Closed


@contextmanager
def attached(ring):
    try:
        yield ring
    finally:
        ring.detach()


def produce(ring, name, count):
    with attached(ring):
        for n in range(count):
            ring.put(f"{name}:{n}".encode())


def consume(ring, results):
    with attached(ring):
        taken = [item.decode() for item in ring]
    results.put(taken)


def stubborn(ring, results):
    """Produces until the ring is shut."""
    sent = 0
    with attached(ring):
        try:
            while True:
                ring.put(b"x")
                sent += 1
        except Closed:
            pass
    results.put(sent)
