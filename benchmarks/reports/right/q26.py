"""Tasks with a deadline: the late ones get the fall-back; they are let go before the pool is joined."""
from multiprocessing import Event, Pool, TimeoutError

_hurry = None


def adopt(event):
    global _hurry
    _hurry = event


def lookup(n):
    if n == 2:
        _hurry.wait(30)  # somebody never answers
    return n * 11


def with_deadline(pool, patience, default=None):
    handles = [(n, pool.apply_async(lookup, (n,))) for n in patience]
    answers = {}
    for n, h in handles:
        try:
            answers[n] = h.get(patience[n])
        except TimeoutError:
            answers[n] = default
    return answers


def main():
    never = Event()
    pool = Pool(2, adopt, (never,))
    try:
        answers = with_deadline(pool, {0: 15, 1: 15, 2: 0.3, 3: 15, 4: 15}, -1)
    finally:
        never.set()
        pool.close()
        pool.join()
    assert answers == {0: 0, 1: 11, 2: -1, 3: 33, 4: 44}, answers
    print(answers)


if __name__ == "__main__":
    main()
