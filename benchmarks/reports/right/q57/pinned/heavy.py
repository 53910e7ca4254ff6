"""Costly to import, but harmless to have been imported before a fork: a constant table."""
TABLE = {n: str(n) for n in range(20_000)}
