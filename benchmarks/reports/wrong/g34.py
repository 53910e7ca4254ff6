"""Batch producer for training: workers leave Ctrl-C and termination to the parent."""

import multiprocessing as mp
import signal
import time


def leave_signals_to_parent():
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def augment(sample):
    time.sleep(0.05)
    return [value * 2 for value in sample]


class BatchSource:
    def __init__(self, samples, workers=2):
        self.samples = samples
        self.pool = mp.Pool(workers, initializer=leave_signals_to_parent)

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.pool.terminate()
        self.pool.join()

    def batches(self, size):
        batch = []
        for sample in self.pool.imap(augment, self.samples):
            batch.append(sample)
            if len(batch) == size:
                yield batch
                batch = []


def train(source, steps):
    loss = 100.0
    for step, batch in enumerate(source.batches(4)):
        if step == steps:
            break
        loss *= 0.9
        print(f"step {step}: {len(batch)} samples, loss {loss:.1f}", flush=True)
    return loss


def main():
    samples = [[n, n + 1] for n in range(400)]
    with BatchSource(samples) as source:
        train(source, steps=3)
    print("training ended")


if __name__ == "__main__":
    main()
