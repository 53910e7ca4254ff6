from .rates import RateCache


class App:
    def __init__(self):
        self.cache = RateCache().start()

    def handle(self, path):
        if path == "/version":
            return str(self.cache.version)
        return "%.3f" % self.cache.rates.get(path.strip("/"), 0.0)


def create_app():
    return App()
