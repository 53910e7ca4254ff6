import multiprocessing

from .store import ZipStore

_dataset = None


class PlateDataset:
    def __init__(self, path):
        self.store = ZipStore(path)
        self.windows = sorted(self.store.keys())

    def __len__(self):
        return len(self.windows)

    def __getitem__(self, index):
        return sum(self.store.read(self.windows[index])[::97])


def _setup(dataset):
    global _dataset
    _dataset = dataset


def _fetch(index):
    return _dataset[index]


class Loader:
    def __init__(self, dataset, num_workers):
        self.dataset = dataset
        self.num_workers = num_workers

    def predict(self):
        with multiprocessing.Pool(self.num_workers, initializer=_setup, initargs=(self.dataset,)) as pool:
            return pool.map(_fetch, list(range(len(self.dataset))) * 6, chunksize=4)
