EXCLUDE_PREFIXES = ["out/"]


def install(prefixes):
    EXCLUDE_PREFIXES[:] = prefixes


def is_wanted(path):
    return not path.startswith(tuple(EXCLUDE_PREFIXES))
