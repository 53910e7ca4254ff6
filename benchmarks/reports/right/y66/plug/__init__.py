"""Plug-ins register themselves when the package is imported."""

from . import numbers, texts  # noqa: F401
