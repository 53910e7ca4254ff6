"""Workers ignore Ctrl-C only; the parent ends the pool early with terminate, on purpose."""

import multiprocessing as mp
import signal
import time


def leave_interrupts_to_parent():
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def augment(sample):
    time.sleep(0.01)
    return sample * 2


class BatchSource:
    def __init__(self, workers=2):
        self.pool = mp.Pool(workers, initializer=leave_interrupts_to_parent)

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.pool.terminate()
        self.pool.join()


def main():
    total = 0
    with BatchSource() as source:
        for step, value in enumerate(source.pool.imap(augment, range(400))):
            total += value
            if step == 20:
                break
    print(total)


if __name__ == "__main__":
    main()
