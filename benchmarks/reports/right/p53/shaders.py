"""Pixel functions by name, and one with parameters as a callable object."""
from dataclasses import dataclass


def checker(x, y):
    return 255 if (x // 4 + y // 4) % 2 else 0


def ramp(x, y):
    return (x + y) % 256


@dataclass(frozen=True)
class Mandelbrot:
    scale: float
    depth: int = 30

    def __call__(self, x, y):
        c = complex(x * self.scale - 2, y * self.scale - 1)
        z = 0j
        for n in range(self.depth):
            if abs(z) > 2:
                return n * 255 // self.depth
            z = z * z + c
        return 0


SHADERS = {"checker": checker, "ramp": ramp, "mandelbrot": Mandelbrot(3 / 64)}
