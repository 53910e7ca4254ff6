"""Entry guard in an unusual but right form: match on the module's name."""
import multiprocessing as mp
import sys


def gcd_row(n):
    row = []
    for k in range(1, n + 1):
        a, b = n, k
        while b:
            a, b = b, a % b
        row.append(a)
    return row


def totients(upto, pool_size=2):
    with mp.Pool(pool_size) as pool:
        return [row.count(1) for row in pool.map(gcd_row, range(1, upto + 1))]


def farey(order):
    """Numerators and denominators of the Farey sequence, made serially."""
    a, b, c, d = 0, 1, 1, order
    yield a, b
    while c <= order:
        k = (order + b) // d
        a, b, c, d = c, d, k * c - a, k * d - b
        yield a, b


def check_row(task):
    n, expected = task
    row = gcd_row(n)
    return n, row.count(1) == expected, max(row)


def cross_check(values, pool_size=2):
    with mp.Pool(pool_size) as pool:
        tasks = zip(range(1, len(values) + 1), values)
        for n, same, largest in pool.imap(check_row, tasks):
            if not same or largest != n:
                return n
    return None


def app():
    values = totients(12)
    assert values == [1, 1, 2, 2, 4, 2, 6, 4, 6, 4, 10, 4], values
    # the length of the Farey sequence is one more than the sum of the totients
    assert len(list(farey(12))) == 1 + sum(values)
    assert cross_check(values) is None
    assert cross_check([1, 1, 3]) == 3
    print(*values)
    return 0


match __name__:
    case "__main__":
        sys.exit(app())
    case _:
        pass
