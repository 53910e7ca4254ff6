"""Workers leave Ctrl-C to the parent, which ends them in order."""
import multiprocessing as mp
import os
import signal
import threading


def quiet() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def slow(n: int, done) -> int:
    done.wait(20)
    return n


def main() -> None:
    with mp.Manager() as manager:
        done = manager.Event()
        pool = mp.Pool(2, initializer=quiet)
        try:
            pending = [pool.apply_async(slow, (n, done)) for n in range(2)]
            threading.Timer(0.4, os.kill, (os.getpid(), signal.SIGINT)).start()
            for result in pending:
                result.get(timeout=30)
        except KeyboardInterrupt:
            print("interrupted, letting the tasks finish")
            done.set()
            print(sorted(result.get(timeout=10) for result in pending))
        finally:
            pool.close()
            pool.join()


if __name__ == "__main__":
    main()
