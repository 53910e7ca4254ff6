"""Fit one microlensing event."""

from lens.event import simulate
from lens.fit import PopulationFit

EVENT = simulate(peak=12.0, width=3.0, points=60)


def run():
    fit = PopulationFit(EVENT, population=16, generations=5)
    best = fit.run(processes=2)
    print(f"peak {best[0]:.1f} width {best[1]:.1f}")


if __name__ == "__main__":
    run()
