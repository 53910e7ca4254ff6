from .manager import CacheManager
from .store import Store

__all__ = ["CacheManager", "Store"]
