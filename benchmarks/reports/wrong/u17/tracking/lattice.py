"""Lattices."""

from .elements import Drift, Quadrupole


class Lattice(list):
    def one_turn(self, particle):
        x, xp = particle
        for element in self:
            x, xp = element.track(x, xp)
        return x, xp


def build_ring(cells):
    cell = [Quadrupole(0.2, 1.1), Drift(1.0), Quadrupole(0.2, -1.1), Drift(1.0)]
    return Lattice(cell * cells)
