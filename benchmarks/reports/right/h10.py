"""An exception with a constructor of its own that says how it is pickled."""

import multiprocessing as mp


class ConfigError(Exception):
    def __init__(self, path, line, reason):
        super().__init__(f"{path}:{line}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason

    def __reduce__(self):
        return type(self), (self.path, self.line, self.reason)


def parse(path):
    if path.startswith("c"):
        raise ConfigError(path, 2, "expected key=value")
    return path


def main():
    with mp.Pool(2) as pool:
        try:
            print(pool.map(parse, ["a", "b", "c"], chunksize=1))
        except ConfigError as error:
            print("configuration error:", error, error.line)


if __name__ == "__main__":
    main()
