"""State of this process."""

LATTICE = None
TURNS = 0
