class Bucket:
    def __init__(self, name):
        self.name = name
        self.keys = set()

    def add(self, key):
        self.keys.add(key)

    def size(self):
        return len(self.keys)


class Store:
    def __init__(self):
        self._buckets = {}

    def bucket(self, name):
        return self._buckets.setdefault(name, Bucket(name))

    def names(self):
        return sorted(self._buckets)
