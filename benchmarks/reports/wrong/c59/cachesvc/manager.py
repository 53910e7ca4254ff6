from multiprocessing.managers import BaseManager

from .store import Store


class CacheManager(BaseManager):
    pass


CacheManager.register("Store", Store)
