"""A tiny softmax-free perceptron whose parameters may live in a shared array."""
import math
import random


class Model:
    def __init__(self, parameters):
        self.parameters = parameters

    @property
    def size(self):
        return len(self.parameters) - 1

    def predict(self, x):
        *weights, bias = self.parameters[:]
        return 1 / (1 + math.exp(-bias - sum(w * v for w, v in zip(weights, x))))

    def gradient(self, batch):
        grad = [0.0] * len(self.parameters)
        for x, y in batch:
            error = self.predict(x) - y
            for j, v in enumerate((*x, 1.0)):
                grad[j] += error * v / len(batch)
        return grad


def accuracy(model, data):
    return sum((model.predict(x) > 0.5) == bool(y) for x, y in data) / len(data)


def dataset(seed, rows, features=2):
    rng = random.Random(seed)
    rows_ = []
    while len(rows_) < rows:
        x = tuple(rng.uniform(-1, 1) for _ in range(features))
        margin = x[0] - 0.5 * x[1]
        if abs(margin) > 0.1:
            rows_.append((x, int(margin > 0)))
    return rows_
