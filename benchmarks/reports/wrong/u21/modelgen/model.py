"""Models: states and polynomials."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Polynomial:
    """Coefficients by power."""

    coefficients: tuple

    def derivative(self):
        return Polynomial(tuple(n * c for n, c in enumerate(self.coefficients))[1:])

    def strip(self):
        values = list(self.coefficients)
        while values and not values[-1]:
            values.pop()
        return Polynomial(tuple(values))

    def __str__(self):
        return " + ".join(f"{c}*x^{n}" for n, c in enumerate(self.coefficients) if c) or "0"


def sample_model():
    return {
        "growth": Polynomial((1, 2, 0, 4)),
        "decay": Polynomial((0, -3)),
        "feed": Polynomial((5, 0, 0, 0)),
    }
