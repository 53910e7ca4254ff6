import math


def bump(time, peak, width):
    return 1.0 + 4.0 * math.exp(-(((time - peak) / width) ** 2))


def simulate(peak, width, points):
    times = [0.4 * n for n in range(points)]
    return [(t, bump(t, peak, width)) for t in times]
