"""Separate diffusion images by b-value."""
