import zipfile


class ZipStore:
    def __init__(self, path):
        self.path = path
        self._zf = None

    def _open(self):
        if self._zf is None:
            self._zf = zipfile.ZipFile(self.path)
        return self._zf

    def keys(self):
        return self._open().namelist()

    def read(self, key):
        with self._open().open(key) as chunk:
            return chunk.read()

    def __getstate__(self):
        return {"path": self.path, "_zf": None}
