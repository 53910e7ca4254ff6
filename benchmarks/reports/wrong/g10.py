"""Check many configuration files at once and report every one that is wrong."""

import multiprocessing as mp


class ConfigError(Exception):
    """A file that cannot be read as a configuration."""

    def __init__(self, path, line, reason):
        super().__init__(f"{path}:{line}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason


FILES = {
    "web.cfg": "port=80\nhost=example\n",
    "db.cfg": "port=5432\nuser=app\n",
    "cache.cfg": "size=64\nthis is not a setting\n",
    "mail.cfg": "host=smtp\n",
}


def parse(path):
    settings = {}
    for number, line in enumerate(FILES[path].splitlines(), 1):
        key, sign, value = line.partition("=")
        if not sign:
            raise ConfigError(path, number, "expected key=value")
        settings[key] = value
    return path, settings


def check_all(paths):
    with mp.Pool(2) as pool:
        return dict(pool.map(parse, paths, chunksize=1))


def main():
    try:
        configurations = check_all(sorted(FILES))
    except ConfigError as error:
        print("configuration error:", error)
    else:
        print(len(configurations), "files are fine")


if __name__ == "__main__":
    main()
