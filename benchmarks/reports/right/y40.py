"""Tests of a worker function, run in processes."""

import multiprocessing
import sys
import unittest


def divide(numerator, denominator, outcome):
    try:
        outcome.put(("value", numerator / denominator))
    except ZeroDivisionError as exc:
        outcome.put(("error", type(exc).__name__))


class DivideTest(unittest.TestCase):
    def setUp(self):
        self.outcome = multiprocessing.Queue()
        self.addCleanup(self.outcome.close)

    def run_in_process(self, *arguments):
        process = multiprocessing.Process(target=divide, args=(*arguments, self.outcome))
        process.start()
        self.addCleanup(process.join)
        return self.outcome.get(timeout=10)

    def test_value(self):
        self.assertEqual(self.run_in_process(6, 3), ("value", 2.0))

    def test_zero(self):
        self.assertEqual(self.run_in_process(1, 0), ("error", "ZeroDivisionError"))

    def test_pool(self):
        with multiprocessing.Pool(2) as pool:
            for method in (pool.map, pool.imap, pool.map_async):
                with self.subTest(method=method.__name__):
                    result = method(abs, [-1, 2])
                    values = result.get() if hasattr(result, "get") else list(result)
                    self.assertEqual(values, [1, 2])


if __name__ == "__main__":
    program = unittest.main(exit=False, verbosity=0)
    print("ok" if program.result.wasSuccessful() else "failed")
    sys.exit(not program.result.wasSuccessful())
