from .tariffs import tariff_for

__all__ = ["tariff_for"]
