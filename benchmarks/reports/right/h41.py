"""Futures whose results nobody reads: a callback looks at every one of them."""

from concurrent.futures import ProcessPoolExecutor


class Tally:
    def __init__(self):
        self.good = 0
        self.bad = []

    def note(self, future):
        error = future.exception()
        if error is None:
            self.good += future.result()
        else:
            self.bad.append(error)


def validate(row):
    if row % 10 == 9:
        raise ValueError(row)
    return 1


def main():
    tally = Tally()
    with ProcessPoolExecutor(max_workers=2) as executor:
        for row in range(20):
            executor.submit(validate, row).add_done_callback(tally.note)
    print(tally.good, len(tally.bad))
    assert (tally.good, len(tally.bad)) == (18, 2)


if __name__ == "__main__":
    main()
