from __future__ import annotations

from .config import ModelParameters
from .model import field
from .parallel import ParallelCall


class Estimator:
    def __init__(self) -> None:
        self.history: list[ParallelCall] = []

    def estimate(self, config: ModelParameters) -> float:
        calls = [(config, wavelength) for wavelength in range(config.wavelengths)]
        call = ParallelCall(config.workers, field, calls)
        self.history.append(call)
        return -0.01 * sum(abs(value) ** 2 for value in call.gather())

    def intensities(self) -> list[float]:
        """Of all iterations so far, for the log."""
        return [sum(abs(value) ** 2 for value in call.gather()) for call in self.history]
