import multiprocessing as mp
import sys

from parties import consume, produce, stubborn
from ringbuffer import Closed, RingBuffer

CTX = mp.get_context("spawn")


def many_to_many(producers, consumers, count):
    ring = RingBuffer(CTX, slots=4, payload=16)
    results = CTX.Queue()
    try:
        sources = [CTX.Process(target=produce, args=(ring, f"p{k}", count)) for k in range(producers)]
        sinks = [CTX.Process(target=consume, args=(ring, results)) for _ in range(consumers)]
        for process in sources + sinks:
            process.start()
        for process in sources:
            process.join()
        ring.shut()
        taken = [item for _ in sinks for item in results.get()]
        for process in sinks:
            process.join()
    finally:
        ring.destroy()
        results.close()
    return taken


def shut_while_full():
    ring = RingBuffer(CTX, slots=2, payload=1)
    results = CTX.SimpleQueue()
    try:
        process = CTX.Process(target=stubborn, args=(ring, results))
        process.start()
        assert [ring.get() for _ in range(5)] == [b"x"] * 5
        ring.shut()
        sent = results.get()
        process.join()
        rest = len(list(ring))
        try:
            ring.put(b"y")
        except Closed:
            pass
        else:
            raise AssertionError("put into a shut ring")
    finally:
        ring.destroy()
        results.close()
    return sent, rest


def main():
    taken = many_to_many(2, 2, 25)
    assert sorted(taken) == sorted(f"p{k}:{n}" for k in range(2) for n in range(25))
    sent, rest = shut_while_full()
    assert sent == 5 + rest and rest <= 2
    print("taken", len(taken))
    return 0


if __name__ == "__main__":
    sys.exit(main())
