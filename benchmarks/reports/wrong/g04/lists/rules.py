"""What belongs on the lists of files to be pruned and substituted."""

EXCLUDE_PREFIXES = [
    "out/",
    "third_party/icu/",
]
INCLUDE_SUFFIXES = (".cc", ".h", ".py")


def is_wanted(path):
    if any(path.startswith(prefix) for prefix in EXCLUDE_PREFIXES):
        return False
    return path.endswith(INCLUDE_SUFFIXES)
