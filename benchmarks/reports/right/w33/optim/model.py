import math


def log_probability(x: float) -> float:
    return -0.5 * (x - 1.5) ** 2 + math.log(1 + x * x)
