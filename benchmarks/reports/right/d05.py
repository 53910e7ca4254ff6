"""Price model with a lock protected cache; instances travel to the workers."""
import multiprocessing
import threading


class PriceModel:
    def __init__(self, base, factors):
        self.base = base
        self.factors = dict(factors)
        self._cache = {}
        self._lock = threading.RLock()
        self._refresher = None

    def __getstate__(self):
        state = self.__dict__.copy()
        for transient in ("_lock", "_cache", "_refresher"):
            state.pop(transient, None)
        return state

    def __setstate__(self, state):
        self.__dict__.update(state)
        self._cache = {}
        self._lock = threading.RLock()
        self._refresher = None

    def start_refresher(self):
        self._refresher = threading.Timer(30, self.invalidate)
        self._refresher.daemon = True
        self._refresher.start()

    def invalidate(self):
        with self._lock:
            self._cache.clear()

    def quote(self, region):
        with self._lock:
            if region not in self._cache:
                self._cache[region] = round(self.base * self.factors[region], 4)
            return self._cache[region]


def serve(model, regions, conn):
    conn.send([model.quote(r) for r in regions])
    conn.close()


def main():
    model = PriceModel(12.0, {"eu": 1.1, "us": 0.9, "jp": 1.3})
    regions = ["eu", "us", "jp", "eu"]
    with multiprocessing.Pool(2) as pool:
        pooled = pool.map(model.quote, regions)
    ours, theirs = multiprocessing.Pipe()
    child = multiprocessing.Process(target=serve, args=(model, regions, theirs))
    child.start()
    theirs.close()
    direct = ours.recv()
    child.join()
    model.start_refresher()
    local = [model.quote(r) for r in regions]
    model._refresher.cancel()
    assert pooled == direct == local == [13.2, 10.8, 15.6, 13.2]
    print(local)


if __name__ == "__main__":
    main()
