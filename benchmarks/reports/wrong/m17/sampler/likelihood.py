import math
import random


class Model:
    def __init__(self, points):
        rng = random.Random(5)
        self.ndim = 1
        self.table = {n: (rng.random(), str(n)) for n in range(points)}
        self.norm = math.log(2 * math.pi) * self.ndim

    def loglike(self, theta):
        total = 0.0
        for n in range(0, len(self.table), 50):
            value, _ = self.table[n]
            total -= (value - theta) ** 2
        return total - self.norm
