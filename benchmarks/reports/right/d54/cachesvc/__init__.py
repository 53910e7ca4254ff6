from .manager import CacheManager

__all__ = ["CacheManager"]
