"""Scan plugin directories and return one merged registry."""
import multiprocessing
import sys


class Scanner:
    """Fills a shared registry from several processes."""

    def __init__(self, groups):
        self.groups = groups

    def _scan(self, registry, errors, group, names):
        for name in names:
            if name.startswith("_"):
                errors.append((group, name))
            else:
                registry["%s.%s" % (group, name)] = len(name)

    def collect(self):
        with multiprocessing.Manager() as manager:
            registry = manager.dict()
            errors = manager.list()
            procs = []
            for group, names in self.groups.items():
                p = multiprocessing.Process(
                    target=self._scan, args=(registry, errors, group, names)
                )
                p.start()
                procs.append(p)
            for p in procs:
                p.join()
        return registry, errors


def report(registry, errors, stream=sys.stdout):
    for name, size in sorted(registry.items()):
        stream.write("%-20s %d\n" % (name, size))
    for group, name in errors:
        stream.write("skipped %s/%s\n" % (group, name))


def main():
    scanner = Scanner(
        {
            "inputs": ["csv", "json", "_private"],
            "outputs": ["sqlite", "parquet"],
        }
    )
    registry, errors = scanner.collect()
    report(registry, errors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
