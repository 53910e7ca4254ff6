"""Parameter sweep. Each candidate is fitted in its own process."""
from __future__ import annotations

import math
from multiprocessing import Process


def curve(x: float, rate: float) -> float:
    return 1.0 - math.exp(-rate * x)


SAMPLES = [(x / 10, curve(x / 10, 0.7)) for x in range(1, 60)]


class Fit(Process):
    def __init__(self, rate: float):
        super().__init__(name=f"fit-{rate}")
        self.rate = rate
        self.error: float | None = None
        self.residuals: list[float] = []

    def run(self) -> None:
        for x, y in SAMPLES:
            self.residuals.append(y - curve(x, self.rate))
        self.error = math.sqrt(sum(r * r for r in self.residuals) / len(self.residuals))


class Sweep:
    def __init__(self, rates):
        self.fits = [Fit(rate) for rate in rates]

    def execute(self) -> "Sweep":
        for fit in self.fits:
            fit.start()
        for fit in self.fits:
            fit.join()
        return self

    def best(self) -> Fit | None:
        done = [f for f in self.fits if f.error is not None]
        return min(done, key=lambda f: f.error, default=None)


def main() -> None:
    best = Sweep([0.3, 0.5, 0.7, 0.9]).execute().best()
    if best is None:
        print("no fit converged")
    else:
        print(f"best rate {best.rate} rms {best.error:.4f}")


if __name__ == "__main__":
    main()
