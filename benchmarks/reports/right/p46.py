"""Generators that own processes: closing the generator closes what it owns."""
import multiprocessing as mp
from collections.abc import Iterator
from contextlib import closing, contextmanager


def primes_from(start, credits, out, stop):
    n = max(2, start)
    while True:
        if all(n % d for d in range(2, int(n**0.5) + 1)):
            credits.acquire()
            if stop.value:
                break
            out.send(n)
        n += 1
    out.close()


@contextmanager
def source(start, ahead):
    """(reader, credits); the producer is gone when the block is left."""
    credits = mp.Semaphore(ahead)
    stop = mp.Value("b", 0)
    reader, writer = mp.Pipe(duplex=False)
    process = mp.Process(target=primes_from, args=(start, credits, writer, stop))
    process.start()
    writer.close()
    try:
        yield reader, credits
    finally:
        stop.value = 1
        credits.release()  # if it waits for one
        while True:  # whatever is still on its way
            try:
                reader.recv()
            except EOFError:
                break
        reader.close()
        process.join()


def primes(start=2, ahead=4) -> Iterator[int]:
    with source(start, ahead) as (reader, credits):
        while True:
            value = reader.recv()
            credits.release()
            yield value


def first_with_digits(digits, start):
    with closing(primes(start)) as stream:
        for p in stream:
            if digits in str(p):
                return p


def main():
    stream = primes()
    try:
        assert [next(stream) for _ in range(6)] == [2, 3, 5, 7, 11, 13]
    finally:
        stream.close()
    found = first_with_digits("77", 100)
    assert found == 277, found
    print("found", found)


if __name__ == "__main__":
    main()
