import multiprocessing
import sys

from falco.config import ModelParameters
from falco.estimator import Estimator


def main() -> int:
    config = ModelParameters(wavelengths=5, workers=2)
    estimator = Estimator()
    history = []
    for iteration in range(8):
        config = config.with_dm(estimator.estimate(config))
        history.append(len(multiprocessing.active_children()))
    print("intensity", " ".join(f"{value:.2f}" for value in estimator.intensities()))
    print("children after each iteration:", history)
    return 1 if history[-1] > config.workers else 0


if __name__ == "__main__":
    sys.exit(main())
