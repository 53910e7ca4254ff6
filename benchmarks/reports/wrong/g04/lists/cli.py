import argparse

from lists import compute, rules


def parse(arguments=None):
    parser = argparse.ArgumentParser(description="Write the list of files for domain substitution.")
    parser.add_argument("--exclude", action="append", default=[])
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args(arguments)


def main():
    options = parse()
    rules.EXCLUDE_PREFIXES.extend(options.exclude)
    paths = compute.compute_list(options.processes)
    print(len(paths), "files")
    unwanted = [path for path in paths if path.startswith(tuple(options.exclude))]
    print(len(unwanted), "of them excluded by the command line")
    assert not unwanted
