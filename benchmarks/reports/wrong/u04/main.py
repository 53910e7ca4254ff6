"""Fit one microlensing event: the example script of the documentation."""

import logging

from lens.event import Event
from lens.fit import DifferentialFit

logging.basicConfig(level=logging.WARNING)

event = Event.simulate("OB-0042", peak=12.0, width=3.0, points=60)
fit = DifferentialFit(event, population=16, generations=6)
fit.run(processes=2)
print(f"{event.name}: peak {fit.best.peak:.1f} width {fit.best.width:.1f}")
