"""What the workers of patpass() share; set before the pool is opened."""

LATTICE = None
TURNS = 0
