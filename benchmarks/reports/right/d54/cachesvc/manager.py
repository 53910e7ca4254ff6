from multiprocessing.managers import BaseManager, BaseProxy

from .store import Store


class BucketProxy(BaseProxy):
    _exposed_ = ("add", "size")

    def add(self, key):
        return self._callmethod("add", (key,))

    def size(self):
        return self._callmethod("size")


class StoreProxy(BaseProxy):
    _exposed_ = ("bucket", "names")
    _method_to_typeid_ = {"bucket": "Bucket"}

    def bucket(self, name):
        return self._callmethod("bucket", (name,))

    def names(self):
        return self._callmethod("names")


class CacheManager(BaseManager):
    pass


CacheManager.register("Bucket", proxytype=BucketProxy, create_method=False)
CacheManager.register("Store", Store, StoreProxy)
