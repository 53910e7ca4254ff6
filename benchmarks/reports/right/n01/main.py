import argparse
import logging

from netstore import settings, shares


def main():
    parser = argparse.ArgumentParser(description="Refresh mounted network shares")
    parser.add_argument("--timeout", type=float, default=settings.PROBE_TIMEOUT)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    failures = 0
    for share in settings.SHARES:
        ok, entries = shares.test_share(share, options.timeout)
        logging.info("%s: %s (%d entries)", share["name"], "ok" if ok else "failed", entries)
        failures += not ok
    print("failures:", failures)
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
