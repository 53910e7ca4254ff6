"""Run the letter statistics test-suite."""
import argparse
import logging
import sys
import unittest

import test_letters


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO if args.verbose else logging.WARNING)
    suite = unittest.defaultTestLoader.loadTestsFromModule(test_letters)
    result = unittest.TextTestRunner(verbosity=2 if args.verbose else 1).run(suite)
    print("tests run:", result.testsRun)
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
