from .errors import ResourceNotFound


class MemoryFS:
    def __init__(self, tree):
        self.tree = tree

    def listdir(self, path):
        try:
            return list(self.tree[path])
        except KeyError as error:
            raise ResourceNotFound(path, exc=None) from error

    def folders(self):
        return sorted(self.tree)
