class CachingStore:
    def __init__(self, store, max_size):
        self._store = store
        self._max_size = max_size
        self._cache = {}

    def get(self, path):
        if path not in self._cache:
            data = self._store.get(path)
            if len(data) <= self._max_size:
                self._cache[path] = data
            return data
        return self._cache[path]

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._store, name)
