"""Fit Fourier light curve models to a directory of stars in parallel."""
import argparse
import logging
import math
import multiprocessing
from dataclasses import dataclass

log = logging.getLogger("lightcurve")


@dataclass
class Star:
    name: str
    period: float
    magnitudes: list


def make_catalogue(count):
    stars = []
    for number in range(count):
        period = 0.5 + 0.1 * (number % 5)
        if number % 4 == 3:
            period = 0.0
        magnitudes = [12 + math.sin(k / 5 + number) for k in range(60)]
        stars.append(Star(f"V{number:04d}", period, magnitudes))
    return stars


def fit_star(star, degree):
    mean = sum(star.magnitudes) / len(star.magnitudes)
    coefficients = []
    for order in range(1, degree + 1):
        a = sum(m * math.cos(2 * math.pi * order * k / star.period) for k, m in enumerate(star.magnitudes))
        coefficients.append(a / len(star.magnitudes))
    return {"name": star.name, "mean": mean, "coefficients": coefficients}


class Collector:
    def __init__(self):
        self.rows = []

    def store(self, row):
        self.rows.append((row["name"], row["mean"]))


def pmap(stars, degree, processes):
    collector = Collector()
    pool = multiprocessing.Pool(processes)
    pending = [(star, pool.apply_async(fit_star, (star, degree))) for star in stars]
    pool.close()
    for star, result in pending:
        try:
            collector.store(result.get())
        except ArithmeticError as exc:
            log.warning("%s could not be fitted: %s", star.name, exc)
    pool.join()
    return collector.rows


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stars", type=int, default=12)
    parser.add_argument("--degree", type=int, default=4)
    parser.add_argument("-p", "--processes", type=int, default=2)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    stars = make_catalogue(args.stars)
    rows = pmap(stars, args.degree, args.processes)
    print(f"table with {len(rows)} of {len(stars)} stars written")


if __name__ == "__main__":
    main()
