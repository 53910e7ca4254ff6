"""Scatter work over pipes; gather whatever is ready with connection.wait."""
import multiprocessing as mp
from multiprocessing.connection import wait


def serve(conn, unused):
    # ends that belong to others came along by fork or by argument
    for other in unused:
        other.close()
    with conn:
        while True:
            try:
                task = conn.recv()
            except EOFError:
                return
            if task is None:
                return
            ident, base, exponent, modulus = task
            conn.send((ident, pow(base, exponent, modulus)))


def dispatch(tasks, width):
    tasks = iter(tasks)
    results = {}
    idle, procs = [], []
    for _ in range(width):
        ours, theirs = mp.Pipe()
        p = mp.Process(target=serve, args=(theirs, [*idle, ours]))
        p.start()
        theirs.close()
        idle.append(ours)
        procs.append(p)
    busy = []
    try:
        while True:
            while idle:
                task = next(tasks, None)
                if task is None:
                    break
                conn = idle.pop()
                conn.send(task)
                busy.append(conn)
            if not busy:
                break
            for conn in wait(busy):
                ident, value = conn.recv()
                results[ident] = value
                busy.remove(conn)
                idle.append(conn)
        for conn in idle:
            conn.send(None)
    finally:
        for conn in (*idle, *busy):
            conn.close()
        for p in procs:
            p.join()
    return results


def tasks(n):
    return ((i, i + 2, 10**5 + i, 1_000_003) for i in range(n))


def main():
    got = dispatch(tasks(50), 3)
    assert got == {i: pow(b, e, m) for i, b, e, m in tasks(50)}
    print("powers", len(got))


if __name__ == "__main__":
    main()
