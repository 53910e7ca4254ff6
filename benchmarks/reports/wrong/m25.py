import pickle
from multiprocessing import Process
from multiprocessing.shared_memory import SharedMemory


class SharedTokens:
    def __init__(self, name, size=10240, create=False):
        self.shm = SharedMemory(name=name, create=create, size=size)
        if create:
            self._save({})

    def _load(self):
        return pickle.loads(self.shm.buf)

    def _save(self, data):
        raw = pickle.dumps(data)
        self.shm.buf[: len(raw)] = raw

    def __getitem__(self, key):
        return self._load()[key]

    def __setitem__(self, key, value):
        data = self._load()
        data[key] = value
        self._save(data)

    def close(self):
        self.shm.close()


def issue(name, number):
    tokens = SharedTokens(name)
    tokens[f"{number:04d}"] = f"issued {number}"
    tokens.close()


def main():
    import os

    name = f"tokens_{os.getpid()}"
    tokens = SharedTokens(name, create=True)
    for number in range(3):
        worker = Process(target=issue, args=(name, number))
        worker.start()
        worker.join()
    print(tokens["0002"])
    tokens.close()


if __name__ == "__main__":
    main()
