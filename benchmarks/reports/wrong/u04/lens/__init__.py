"""A small microlensing package."""
