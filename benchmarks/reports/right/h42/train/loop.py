from contextlib import closing

from train.prefetch import Prefetcher


def make_batch(number):
    return [number] * 5000


def main():
    loss = 100.0
    with closing(Prefetcher(make_batch, 50)) as batches:
        for step, batch in enumerate(batches):
            loss -= len(batch) / 5000
            if step == 9:
                break
    print(loss)
