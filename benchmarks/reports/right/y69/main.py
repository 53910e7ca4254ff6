"""Runs the tests of the server."""

import sys
import unittest

from tests import test_server

if __name__ == "__main__":
    suite = unittest.defaultTestLoader.loadTestsFromModule(test_server)
    result = unittest.TextTestRunner(verbosity=0, stream=sys.stderr).run(suite)
    print(result.testsRun, "tests", "ok" if result.wasSuccessful() else "failed")
    sys.exit(not result.wasSuccessful())
