from __future__ import annotations

import cmath

from .config import ModelParameters


def field(config: ModelParameters, wavelength: int) -> complex:
    phase = config.dm + 0.3 * wavelength
    return sum(cmath.exp(1j * phase * k) for k in range(40)) / 40
