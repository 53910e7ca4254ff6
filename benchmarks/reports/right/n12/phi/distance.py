from .conf import config

_MEASURES = {"EMD": lambda v: v * 2, "L1": lambda v: v}


def evaluate(value):
    return round(_MEASURES[config.measure](value), config.precision)
