from .client import ping

__all__ = ["ping"]
