import argparse

from lists import compute, rules


def main(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--exclude", action="append", default=[])
    options = parser.parse_args(arguments)
    rules.EXCLUDE_PREFIXES.extend(options.exclude)
    paths = compute.compute_list(2)
    print(len(paths), "files")
    assert not [path for path in paths if path.startswith(".pc/")]
