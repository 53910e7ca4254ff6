"""Rounds in lock step; a failing party aborts the barrier so nobody is left waiting."""
import multiprocessing as mp
import threading


def party(number, barrier, rounds, fail_in, out):
    done = 0
    try:
        for turn in range(rounds):
            if (number, turn) == fail_in:
                raise RuntimeError("party %d, round %d" % (number, turn))
            barrier.wait(timeout=20)
            done += 1
    except threading.BrokenBarrierError:
        out.put((number, "released", done))
    except RuntimeError as exc:
        barrier.abort()
        out.put((number, str(exc), done))
    else:
        out.put((number, "finished", done))


def play(parties, rounds, fail_in=None):
    barrier, out = mp.Barrier(parties), mp.SimpleQueue()
    procs = [
        mp.Process(target=party, args=(n, barrier, rounds, fail_in, out)) for n in range(parties)
    ]
    for p in procs:
        p.start()
    reports = sorted(out.get() for _ in procs)
    for p in procs:
        p.join()
    return reports


def main():
    assert play(3, 4) == [(n, "finished", 4) for n in range(3)]
    reports = play(3, 4, fail_in=(1, 2))
    assert reports[1] == (1, "party 1, round 2", 2), reports
    assert all(text == "released" for n, text, _ in reports if n != 1), reports
    print(reports)


if __name__ == "__main__":
    main()
